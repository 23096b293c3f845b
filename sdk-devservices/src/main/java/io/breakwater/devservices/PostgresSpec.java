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
 * @param replicas the number of replicas that stream from the primary, 0 to 8
 * @param cascadedReplicas the number of replicas that stream from the first replica; with the others, 8 at most
 * @param settings server settings by their PostgreSQL name, unquoted, for all nodes
 */
public record PostgresSpec(int replicas, int cascadedReplicas, Map<String, String> settings) {

    private static final int MOST_REPLICAS = 8;

    /**
     * Checks and copies.
     *
     * @param replicas the number of replicas that stream from the primary, 0 to 8
     * @param cascadedReplicas the number of replicas that stream from the first replica; with the others, 8 at most
     * @param settings server settings by their PostgreSQL name, unquoted, for all nodes
     * @throws IllegalArgumentException if there are more than 8 replicas, or cascaded ones without a first replica, or a
     *     setting's name is not a PostgreSQL name
     */
    public PostgresSpec {
        Require.that(replicas >= 0 && replicas <= MOST_REPLICAS, "replicas", replicas, "0 to " + MOST_REPLICAS);
        int most = replicas == 0 ? 0 : MOST_REPLICAS - replicas;
        Require.that(
                cascadedReplicas >= 0 && cascadedReplicas <= most,
                "cascadedReplicas",
                cascadedReplicas,
                "0 to " + most + " beside " + replicas + " replicas");
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
        return new PostgresSpec(replicas, 0, Map.of());
    }

    /**
     * The same with one more replica, which streams from the first replica ({@code pg2}) instead of from the primary. Cascaded
     * replicas come last in {@link Postgres#replicas()}.
     *
     * @return a new specification
     * @throws IllegalArgumentException if there is no replica to stream from, or there are 8 replicas already
     */
    public PostgresSpec withCascadedReplica() {
        return new PostgresSpec(replicas, cascadedReplicas + 1, settings);
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
        return new PostgresSpec(replicas, cascadedReplicas, more);
    }

    /**
     * Starts servers of the caller's own, and returns when the replicas stream.
     *
     * @return the running servers; to be closed by the caller, and ended with the JVM at the latest
     * @throws DevServicesException if they cannot be started
     */
    public Postgres start() {
        return Postgres.startOwn(this);
    }

    int nodes() {
        return 1 + replicas + cascadedReplicas;
    }

    static void check(String name, String value) {
        Require.that(name.matches("[a-z][a-z0-9_.]*"), "setting", name, "a PostgreSQL setting's name");
        Require.that(value.lines().count() <= 1, name, value, "one line");
    }
}
