package io.breakwater.devservices;

import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request that reached a {@link FakeLlm}, as it came. It holds the caller's key and text; {@link #toString()} shows neither.
 *
 * @param number its place in the order of arrival, from 1
 * @param connection the connection that it came on, from 1, in the order of their opening
 * @param at when its last byte was read: since the fake was made, by a clock that is never set
 * @param method the HTTP method
 * @param path the path with its query
 * @param headers names in lower case; several values of one name are joined by {@code ", "}
 * @param body the body as text
 */
public record LlmRequest(
        long number,
        long connection,
        Duration at,
        String method,
        String path,
        Map<String, String> headers,
        String body) {

    /**
     * Copies the headers, with their names in lower case.
     *
     * @param number its place in the order of arrival, from 1
     * @param connection the connection that it came on, from 1
     * @param at when its last byte was read, since the fake was made
     * @param method the HTTP method
     * @param path the path with its query
     * @param headers names and values
     * @param body the body as text
     */
    public LlmRequest {
        Map<String, String> sorted = new TreeMap<>();
        headers.forEach((name, value) -> sorted.put(name.toLowerCase(Locale.ROOT), value));
        headers = Collections.unmodifiableMap(sorted);
    }

    /**
     * One header.
     *
     * @param name its name, in any case
     * @return its value, if it was there
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return "#" + number + " " + method + " " + path + " (" + body.length() + " characters)";
    }
}
