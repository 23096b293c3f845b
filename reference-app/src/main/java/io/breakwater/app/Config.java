package io.breakwater.app;

import java.util.List;
import java.util.Map;

/**
 * What an instance is told by its environment.
 *
 * @param port where the API and the pages are served
 * @param managementPort where the metrics are served outside the demo; in the demo they are on the same port
 * @param databaseUrls JDBC URLs of all PostgreSQL nodes, in any order
 * @param redisCacheUrl the Redis that may evict
 * @param redisStateUrl the Redis that must not
 * @param secureCookies whether the app is reached by TLS
 * @param demo whether this is the demo
 * @param warmPosts how many posts are loaded into the cache at the start, 0 for none
 */
public record Config(
        int port,
        int managementPort,
        List<String> databaseUrls,
        String redisCacheUrl,
        String redisStateUrl,
        boolean secureCookies,
        boolean demo,
        int warmPosts) {

    private static final String DATABASE_RULE = "jdbc:postgresql://host/database, comma-separated";
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_WARM_POSTS = 10_000;

    /** Never with the addresses: they may hold passwords. */
    @Override
    public String toString() {
        return "Config[port=" + port + ", " + databaseUrls.size() + " database nodes]";
    }

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException if a value is missing or wrong; the message names it and says what it must be
     */
    public static Config of(Map<String, String> environment) {
        boolean demo = "true".equals(environment.get("DEMO_MODE"));
        List<String> databases =
                List.of(required(environment, "DATABASE_URLS", DATABASE_RULE).split("\\s*,\\s*"));
        if (!databases.stream().allMatch(url -> url.startsWith("jdbc:postgresql:"))) {
            throw new IllegalArgumentException("Invalid DATABASE_URLS (not shown): must be " + DATABASE_RULE);
        }
        return new Config(
                number(environment, "PORT", 8080, HIGHEST_PORT),
                number(environment, "MANAGEMENT_PORT", 9090, HIGHEST_PORT),
                databases,
                required(environment, "REDIS_CACHE_URL", "redis://host:port"),
                required(environment, "REDIS_STATE_URL", "redis://host:port"),
                !demo,
                demo,
                number(environment, "WARM_POSTS", 200, MOST_WARM_POSTS));
    }

    private static String required(Map<String, String> environment, String name, String rule) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("Invalid " + name + " (not set): must be " + rule);
        }
        return value;
    }

    private static int number(Map<String, String> environment, String name, int otherwise, int highest) {
        String value = environment.getOrDefault(name, String.valueOf(otherwise));
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > highest) {
            throw new IllegalArgumentException("Invalid " + name + " (" + value + "): must be 0 to " + highest);
        }
        return Integer.parseInt(value);
    }
}
