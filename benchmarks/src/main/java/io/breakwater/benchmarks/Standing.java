package io.breakwater.benchmarks;

import org.jspecify.annotations.Nullable;

/** Where a subject stands among the others, as far as targets ask; null is what was not measured. */
record Standing(
        double median,
        double rawMedian,
        @Nullable Double bestPeerMedian,
        @Nullable Double commandsPerOp,
        @Nullable Double bytesPerOp,
        double allowance) {

    double ratioToRaw() {
        return median / rawMedian;
    }

    @Nullable
    Double ratioToBestPeer() {
        return bestPeerMedian == null ? null : median / bestPeerMedian;
    }

    double aboveRaw() {
        return median - rawMedian;
    }
}
