package io.breakwater.app.pages;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, as people say it. */
public final class Age {

    private static final int DAYS_A_MONTH = 30;
    private static final int DAYS_A_YEAR = 365;

    private Age() {}

    public static String of(Instant then) {
        return between(then, Instant.now());
    }

    static String between(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        long days = age.toDays();
        if (days >= DAYS_A_YEAR) {
            return count(days / DAYS_A_YEAR, "year");
        }
        if (days >= DAYS_A_MONTH) {
            return count(days / DAYS_A_MONTH, "month");
        }
        if (days > 0) {
            return count(days, "day");
        }
        if (age.toHours() > 0) {
            return count(age.toHours(), "hour");
        }
        return age.toMinutes() > 0 ? count(age.toMinutes(), "minute") : "just now";
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s") + " ago";
    }
}
