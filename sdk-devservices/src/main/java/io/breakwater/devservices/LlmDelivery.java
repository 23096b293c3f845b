package io.breakwater.devservices;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How a reply is sent, whatever it says. A fragment of 0 bytes stands for no fragments. */
record LlmDelivery(Map<String, String> headers, List<LlmFault> faults, Duration pace, int fragment) {

    static final LlmDelivery PLAIN = new LlmDelivery(Map.of(), List.of(), Duration.ZERO, 0);

    private static final List<String> FRAMING = List.of("connection", "content-length", "transfer-encoding");

    LlmDelivery header(String name, String value) {
        checkHeader(name, value);
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new LlmDelivery(Collections.unmodifiableMap(more), faults, pace, fragment);
    }

    LlmDelivery fault(LlmFault fault) {
        return new LlmDelivery(
                headers, Stream.concat(faults.stream(), Stream.of(fault)).toList(), pace, fragment);
    }

    LlmDelivery pace(Duration wait) {
        LlmFault.checkTime("wait", wait);
        return new LlmDelivery(headers, faults, wait, fragment);
    }

    LlmDelivery fragments(int bytes) {
        Require.that(bytes >= 1, "bytes", bytes, "1 or more");
        return new LlmDelivery(headers, faults, pace, bytes);
    }

    static void checkHeader(String name, String value) {
        Require.that(
                name.matches("[A-Za-z0-9-]+") && !FRAMING.contains(name.toLowerCase(Locale.ROOT)),
                "header",
                name,
                "letters, digits and hyphens, but none of " + FRAMING);
        Require.that(value.chars().allMatch(c -> c >= ' ' && c < 127), name, value, "one line of ASCII");
    }
}
