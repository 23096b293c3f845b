package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;

/** The reply to INFO: lines of {@code name:value}. */
final class InfoText {

    private final Map<String, String> values = new HashMap<>();

    InfoText(byte[] text) {
        new String(text, UTF_8).lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
    }

    /** Empty if it is not there. */
    String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** 0 if it is not there. */
    long number(String name) {
        String value = value(name);
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }
}
