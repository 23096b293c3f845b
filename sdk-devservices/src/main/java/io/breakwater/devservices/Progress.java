package io.breakwater.devservices;

import java.util.Locale;

/** One line when a start begins and one when it is over, on standard error: a wait of seconds should say what it is for. */
final class Progress {

    private final String what;
    private final long begun = System.nanoTime();

    private Progress(String what) {
        this.what = what;
    }

    static Progress start(String what) {
        print("starting " + what);
        return new Progress(what);
    }

    void ready(String detail) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        print(String.format(Locale.ROOT, "%s: ready in %.1f s, %s", what, seconds, detail));
    }

    static void print(String line) {
        System.err.println("[devservices] " + line);
    }
}
