package io.breakwater.benchmarks;

import org.jspecify.annotations.Nullable;

/** What a target is about. Figures of time may miss it by the run's own spread, at most a quarter; counts only by rounding. */
public enum Measure {
    /** The median through that of the raw subject. */
    RATIO_TO_RAW("× raw"),
    /** The median through that of the best peer. */
    RATIO_TO_BEST_PEER("× best peer"),
    /** The median itself, in nanoseconds. */
    NANOS("ns"),
    /** The median less that of the raw subject, in nanoseconds. */
    NANOS_ABOVE_RAW("ns above raw"),
    /** Commands that the server counted for one operation. */
    COMMANDS_PER_OP("commands/op"),
    /** Bytes for one operation: allocated where nothing is shared, else sent and received by the server. */
    BYTES_PER_OP("B/op");

    private static final double COMMAND_ROUNDING = 0.01;
    private static final double BYTE_ROUNDING = 0.5;

    private final String words;

    Measure(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    double of(Standing standing) {
        Double value = figure(standing);
        if (value == null) {
            throw new IllegalStateException("A target asks for " + words + ", which was not measured");
        }
        return value;
    }

    private @Nullable Double figure(Standing standing) {
        return switch (this) {
            case RATIO_TO_RAW -> Double.valueOf(standing.ratioToRaw());
            case RATIO_TO_BEST_PEER -> standing.ratioToBestPeer();
            case NANOS -> Double.valueOf(standing.rawMedian() + standing.aboveRaw());
            case NANOS_ABOVE_RAW -> Double.valueOf(standing.aboveRaw());
            case COMMANDS_PER_OP -> standing.commandsPerOp();
            case BYTES_PER_OP -> standing.bytesPerOp();
        };
    }

    double slack(double limit, Standing standing) {
        return switch (this) {
            case RATIO_TO_RAW, RATIO_TO_BEST_PEER, NANOS -> limit * standing.allowance();
            case NANOS_ABOVE_RAW -> standing.rawMedian() * standing.allowance();
            case COMMANDS_PER_OP -> COMMAND_ROUNDING;
            case BYTES_PER_OP -> BYTE_ROUNDING;
        };
    }
}
