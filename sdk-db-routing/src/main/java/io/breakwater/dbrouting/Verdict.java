package io.breakwater.dbrouting;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one node is good for: nothing when there is a {@code reason} against it, else what its role allows. */
record Verdict(Role role, @Nullable Duration lag, @Nullable String reason) {

    static Verdict usable(Role role, @Nullable Duration lag) {
        return new Verdict(role, lag, null);
    }

    static Verdict unusable(Role role, @Nullable Duration lag, String reason) {
        return new Verdict(role, lag, reason);
    }

    boolean usable() {
        return reason == null;
    }

    boolean usableAs(Role wanted) {
        return role == wanted && usable();
    }

    boolean sameUseAs(Verdict other) {
        return role == other.role && usable() == other.usable();
    }

    @Override
    public String toString() {
        if (reason != null) {
            return role + " (" + reason + ")";
        }
        return role + " (usable" + (lag == null ? ")" : ", lag " + lag.toMillis() + " ms)");
    }
}
