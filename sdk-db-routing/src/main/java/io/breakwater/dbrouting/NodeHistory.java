package io.breakwater.dbrouting;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last observations of one node.
 *
 * @param newestFirst the samples, kept when the node fails
 * @param failure why the node cannot be used since the newest sample; null when it can
 */
record NodeHistory(List<NodeSample> newestFirst, @Nullable String failure) {

    static final NodeHistory EMPTY = new NodeHistory(List.of(), "not probed yet");

    /** Adds a sample, and forgets those that were taken more than {@code keepNanos} before it. */
    NodeHistory with(NodeSample sample, long keepNanos) {
        Stream<NodeSample> kept =
                newestFirst.stream().filter(old -> sample.takenAtNanos() - old.takenAtNanos() <= keepNanos);
        return new NodeHistory(Stream.concat(Stream.of(sample), kept).toList(), null);
    }

    NodeHistory failed(String reason) {
        return new NodeHistory(newestFirst, reason);
    }

    @Nullable
    NodeSample latest() {
        return newestFirst.isEmpty() ? null : newestFirst.get(0);
    }
}
