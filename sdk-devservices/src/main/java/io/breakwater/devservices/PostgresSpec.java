package io.breakwater.devservices;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What PostgreSQL servers to start: one primary and some streaming replicas, with the same settings. Equal specifications
 * share their servers in {@link DevServices#postgres(PostgresSpec)}.
 *
 * <p>Unless {@linkplain #with set otherwise} the servers run with {@code fsync=off}: quick, and safe against the death of a
 * server process, though not against that of the machine.
 *
 * @param replicas the number of streaming replicas, 0 to 8
 * @param settings server settings by their PostgreSQL name, unquoted, for all nodes
 */
public record PostgresSpec(int replicas, Map<String, String> settings) {

    /**
     * Checks and copies.
     *
     * @param replicas the number of streaming replicas, 0 to 8
     * @param settings server settings by their PostgreSQL name, unquoted, for all nodes
     * @throws IllegalArgumentException if the number of replicas is not 0 to 8, or a setting's name is not a PostgreSQL name
     */
    public PostgresSpec {
        Require.that(replicas >= 0 && replicas <= 8, "replicas", replicas, "0 to 8");
        settings.forEach(PostgresSpec::check);
        settings = Map.copyOf(settings);
    }

    /**
     * A primary with replicas and the default settings.
     *
     * @param replicas the number of streaming replicas, 0 to 8
     * @return the specification
     * @throws IllegalArgumentException if the number is not 0 to 8
     */
    public static PostgresSpec primaryWithReplicas(int replicas) {
        return new PostgresSpec(replicas, Map.of());
    }

    /**
     * The same with one more setting. In values, node names are {@code pg1} (the primary), {@code pg2}, and so on: they are
     * the {@code application_name} of the replicas.
     *
     * @param name a PostgreSQL setting, for example {@code synchronous_commit}
     * @param value its value, unquoted
     * @return a new specification
     * @throws IllegalArgumentException if the name is not a PostgreSQL name
     */
    public PostgresSpec with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(settings);
        more.put(name, value);
        return new PostgresSpec(replicas, more);
    }

    /**
     * Starts servers of the caller's own, and returns when the replicas stream.
     *
     * @return the running servers; to be closed by the caller, and ended with the JVM at the latest
     * @throws DevServicesException if they cannot be started
     */
    public Postgres start() {
        return Postgres.start(this);
    }

    private static void check(String name, String value) {
        Require.that(name.matches("[a-z][a-z0-9_.]*"), "setting", name, "a PostgreSQL setting's name");
        Require.that(value.lines().count() <= 1, name, value, "one line");
    }
}
