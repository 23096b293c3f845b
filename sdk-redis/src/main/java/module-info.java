/**
 * The one link to Redis that the Breakwater libraries share. The door is {@link io.breakwater.redis.Redis}; what the
 * libraries themselves call is exported to them alone.
 */
@SuppressWarnings("module") // names modules that are built after this one
module io.breakwater.redis {
    requires io.netty.common;
    // Lettuce has no module descriptor of its own to ask for these.
    requires io.netty.buffer;
    requires io.netty.handler;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires transitive lettuce.core;
    requires org.slf4j;
    requires static micrometer.core;
    requires static transitive org.jspecify;

    exports io.breakwater.redis;
    exports io.breakwater.redis.micrometer;
    exports io.breakwater.redis.link to
            io.breakwater.cache,
            io.breakwater.ratelimit,
            io.breakwater.session;
}
