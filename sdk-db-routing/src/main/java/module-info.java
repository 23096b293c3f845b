/** Read-replica routing for PostgreSQL. The door is {@link io.breakwater.dbrouting.RoutingDataSource}. */
module io.breakwater.dbrouting {
    requires transitive com.zaxxer.hikari;
    requires transitive java.sql;
    requires org.slf4j;
    requires static micrometer.core;
    requires static transitive org.jspecify;

    exports io.breakwater.dbrouting;
    exports io.breakwater.dbrouting.micrometer;
}
