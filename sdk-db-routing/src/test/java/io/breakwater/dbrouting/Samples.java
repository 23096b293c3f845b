package io.breakwater.dbrouting;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Observations of nodes, for tests without a database. Times are in milliseconds. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private Samples() {}

    static NodeSample primary(long millis, long timeline, long lsn) {
        return new NodeSample(nanos(millis), false, timeline, lsn, "absent", null, null);
    }

    static NodeSample replica(long millis, long timeline, long lsn, @Nullable Duration delay) {
        return new NodeSample(nanos(millis), true, timeline, lsn, "streaming", delay, NOON);
    }

    static NodeSample disconnected(long millis, long lsn, @Nullable Instant lastCommit) {
        return new NodeSample(nanos(millis), true, 0, lsn, "absent", Duration.ZERO, lastCommit);
    }

    static NodeHistory seen(NodeSample... newestFirst) {
        return new NodeHistory(List.copyOf(Arrays.asList(newestFirst)), null);
    }

    static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
