package io.breakwater.benchmarks.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The reply to INFO: lines of {@code name:value} below headings. */
final class RedisInfo {

    private static final String STATS = "cmdstat_";
    private static final String CALLS = "calls=";

    private final Map<String, String> fields;

    private RedisInfo(Map<String, String> fields) {
        this.fields = fields;
    }

    static RedisInfo of(String reply) {
        Map<String, String> fields = new HashMap<>();
        reply.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        return new RedisInfo(fields);
    }

    double number(String field) {
        return Double.parseDouble(text(field));
    }

    /** Valkey reports the version of Redis that it is compatible with, and its own beside it. */
    String version() {
        return fields.containsKey("valkey_version") ? "Valkey " + text("valkey_version") : text("redis_version");
    }

    /** How often each command was called, by its name in lower case; commands inside scripts count too. */
    Map<String, Long> calls() {
        Map<String, Long> calls = new TreeMap<>();
        fields.forEach((field, value) -> {
            if (field.startsWith(STATS)) {
                String number = value.substring(CALLS.length(), value.indexOf(','));
                calls.put(field.substring(STATS.length()), Long.valueOf(number));
            }
        });
        return calls;
    }

    private String text(String field) {
        String value = fields.get(field);
        if (value == null) {
            throw new IllegalStateException("INFO has no " + field);
        }
        return value;
    }
}
