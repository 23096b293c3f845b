/**
 * A two-tier cache: near, in this JVM, and shared, in Redis. The door is {@link io.breakwater.cache.Cache}.
 */
module io.breakwater.cache {
    requires com.github.benmanes.caffeine;
    requires transitive io.breakwater.redis;
    requires org.slf4j;
    requires tools.jackson.databind;
    requires static micrometer.core;
    requires static transitive org.jspecify;

    exports io.breakwater.cache;
    exports io.breakwater.cache.micrometer;
}
