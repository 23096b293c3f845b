package io.breakwater.devservices;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Redis to start. Equal specifications share their server in {@link DevServices#redis(RedisSpec)}.
 *
 * @param settings lines of {@code redis.conf}: directive and value
 */
public record RedisSpec(Map<String, String> settings) {

    private static final List<String> OURS = List.of("bind", "daemonize", "dir", "port", "requirepass");

    /**
     * Checks and copies.
     *
     * @param settings lines of {@code redis.conf}: directive and value
     * @throws IllegalArgumentException if a name is not a directive's name, or a value has more than one line
     */
    public RedisSpec {
        settings.forEach(RedisSpec::check);
        settings = Map.copyOf(settings);
    }

    /**
     * A Redis for caches: at most 256 MB, evicts the least recently used keys, writes nothing to disk.
     *
     * @return the specification
     */
    public static RedisSpec disposable() {
        return new RedisSpec(
                Map.of("maxmemory", "256mb", "maxmemory-policy", "allkeys-lru", "save", "\"\"", "appendonly", "no"));
    }

    /**
     * A Redis for sessions, limits and queues: evicts nothing, and appends each write to a file, synced each second.
     *
     * @return the specification
     */
    public static RedisSpec durable() {
        return new RedisSpec(Map.of(
                "maxmemory-policy", "noeviction", "save", "\"\"", "appendonly", "yes", "appendfsync", "everysec"));
    }

    /**
     * The same with one more setting.
     *
     * @param name a directive of {@code redis.conf}
     * @param value its value
     * @return a new specification
     * @throws IllegalArgumentException if the name is not a directive's name, or the value has more than one line
     */
    public RedisSpec with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(settings);
        more.put(name, value);
        return new RedisSpec(more);
    }

    /**
     * Starts a server of the caller's own, and returns when it answers.
     *
     * @return the running server; to be closed by the caller, and ended with the JVM at the latest
     * @throws DevServicesException if it cannot be started
     */
    public RedisServer start() {
        return RedisServer.start(this);
    }

    private static void check(String name, String value) {
        Require.that(
                name.matches("[a-z][a-z0-9-]*") && !OURS.contains(name),
                "setting",
                name,
                "a directive of redis.conf, but none of " + OURS);
        Require.that(value.lines().count() == 1, name, value, "one line");
    }
}
