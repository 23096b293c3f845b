package io.breakwater.benchmarks.dbrouting;

import com.zaxxer.hikari.HikariDataSource;
import io.breakwater.benchmarks.Area;
import io.breakwater.benchmarks.Bound;
import io.breakwater.benchmarks.Entrant;
import io.breakwater.benchmarks.Findings;
import io.breakwater.benchmarks.JarVersion;
import io.breakwater.benchmarks.JmhEntry;
import io.breakwater.benchmarks.JmhRounds;
import io.breakwater.benchmarks.Measure;
import io.breakwater.benchmarks.Plan;
import io.breakwater.benchmarks.Target;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.PostgresSpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.postgresql.Driver;

/** What the router costs beside the pool that it stands on, without a round trip that would hide it. */
public final class DbRoutingArea implements Area {

    private static final List<Integer> THREADS = List.of(1, 2);
    private static final String BORROW = "borrow and return";
    private static final String BIND = "borrow, make a statement, return";

    private static final Target NO_MORE_THAN_POOL =
            Target.of("a connection object is made for each call, and closed", Bound.atMost(Measure.RATIO_TO_RAW, 1));

    private static final Target A_TENTH_OF_A_MICROSECOND = Target.of(
            "the node is chosen and the connection's settings are brought over and back at each use",
            Bound.atMost(Measure.NANOS_ABOVE_RAW, 100));

    /** Found as a service. */
    public DbRoutingArea() {}

    @Override
    public String name() {
        return "dbrouting";
    }

    @Override
    public String about() {
        return "connections without a round trip; raw is a HikariCP pool on the primary";
    }

    @Override
    public Findings measure(Plan plan) throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start()) {
            String primary = postgres.primary().jdbcUrl("postgres");
            String replica = postgres.replicas().get(0).jdbcUrl("postgres");
            Map<String, String> properties = Map.of(BorrowBenchmark.PRIMARY, primary, BorrowBenchmark.REPLICA, replica);
            return new Findings(
                    new JmhRounds(BorrowBenchmark.class, plan, properties).run(entries(), THREADS), versions(primary));
        }
    }

    private static List<JmhEntry> entries() {
        Entrant router = Entrant.ours("sdk-db-routing");
        return List.of(
                new JmhEntry(BORROW, Entrant.raw("HikariCP"), "hikariBorrow"),
                new JmhEntry(BORROW, Entrant.rawAgain(), "hikariBorrow"),
                new JmhEntry(BORROW, router.aiming(NO_MORE_THAN_POOL, 1, 2), "routedBorrow"),
                new JmhEntry(BIND, Entrant.raw("HikariCP"), "hikariBind"),
                new JmhEntry(BIND, Entrant.rawAgain(), "hikariBind"),
                new JmhEntry(BIND, router.aiming(A_TENTH_OF_A_MICROSECOND, 1, 2), "routedBind"));
    }

    private static Map<String, String> versions(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return Map.of(
                    "PostgreSQL", connection.getMetaData().getDatabaseProductVersion(),
                    "HikariCP", JarVersion.of(HikariDataSource.class),
                    "pgjdbc", JarVersion.of(Driver.class),
                    "JMH", JarVersion.of(Benchmark.class));
        }
    }
}
