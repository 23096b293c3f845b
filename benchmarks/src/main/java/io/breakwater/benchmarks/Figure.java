package io.breakwater.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A figure as people read it: about three digits. */
final class Figure {

    static final String NONE = "–";

    private Figure() {}

    static String of(@Nullable Double value) {
        if (value == null) {
            return NONE;
        }
        return String.format(Locale.ROOT, format(Math.abs(value)), value);
    }

    static String percent(double part) {
        return String.format(Locale.ROOT, "%.0f %%", part * 100);
    }

    private static String format(double size) {
        if (size >= 100) {
            return "%,.0f";
        }
        return size >= 10 ? "%.1f" : "%.2f";
    }
}
