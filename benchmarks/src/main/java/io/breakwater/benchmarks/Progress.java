package io.breakwater.benchmarks;

import java.util.Locale;

/** Says on the error stream what goes on; the output stream is for results. */
final class Progress {

    private Progress() {}

    static void say(String format, Object... values) {
        System.err.println("[bench] " + String.format(Locale.ROOT, format, values));
    }
}
