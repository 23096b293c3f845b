/** Sessions on Redis. The door is {@link io.breakwater.session.Sessions}. */
module io.breakwater.session {
    requires transitive io.breakwater.redis;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.breakwater.session;
}
