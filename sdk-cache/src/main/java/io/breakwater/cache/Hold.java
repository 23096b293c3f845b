package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;

/**
 * What an invalidation leaves for the loads after it: for how long the source may still lag, and how fresh it has to be meanwhile.
 *
 * @param window how long, zero for not at all
 * @param token how fresh, empty if nobody can say
 */
record Hold(Duration window, String token) {

    static final Hold NONE = new Hold(Duration.ZERO, "");
    private static final int LONGEST_TOKEN = 200;

    Hold {
        int length = token.getBytes(UTF_8).length;
        Require.that(length <= LONGEST_TOKEN, "freshness token", length + " bytes", "at most 200 bytes of UTF-8");
    }

    /** Both: tokens have no order, and only the freshest source is as fresh as two of them ask for. */
    Hold and(Hold other) {
        Duration longer = window.compareTo(other.window) >= 0 ? window : other.window;
        return new Hold(longer, token.equals(other.token) ? token : LoadContext.FRESHEST);
    }

    byte[] millis() {
        return Long.toString(window.toMillis()).getBytes(UTF_8);
    }

    byte[] tokenBytes() {
        return token.getBytes(UTF_8);
    }
}
