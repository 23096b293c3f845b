package io.breakwater.session;

import java.util.stream.Stream;

/** What clients send that is no id. */
final class MalformedIds {

    private static final String START = "A".repeat(42);

    private MalformedIds() {}

    static Stream<String> all() {
        return Stream.of(
                "",
                " ",
                START,
                START + "AA",
                START + "=",
                START + "B",
                START + "\r\n",
                START + "A\n",
                "\r\n" + START + "A",
                START.substring(2) + "\r\nA",
                START + "\0",
                START.substring(1) + "\0A",
                "{}",
                START.substring(2) + "{}A",
                START + ":",
                START.substring(1) + ":A",
                "*",
                START + "*",
                "*" + START,
                START + "?",
                START.substring(1) + "+A",
                START.substring(1) + "/A",
                START.substring(1) + "é" + "A",
                START + "\uFF21",
                "../" + START.substring(2),
                "x".repeat(10_240),
                "A".repeat(10_240));
    }
}
