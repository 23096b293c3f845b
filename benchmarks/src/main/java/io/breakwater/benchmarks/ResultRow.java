package io.breakwater.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One line of results. A ratio is this median through the other: better above 1 in {@code ops/s}, below 1 in {@code ns/op}.
 *
 * @param area what {@code ./bench} was asked for
 * @param scenario the case, under that name in JSON
 * @param subject who was measured
 * @param threads how many threads at once
 * @param unit of median, min and max
 * @param median of the rounds
 * @param min the lowest round
 * @param max the highest round
 * @param ratioToRaw the median through that of the raw subject
 * @param ratioToBestPeer the median through that of the best peer; null where there are none
 * @param commandsPerOp commands that the server counted for one operation; null where there is no server
 * @param bytesPerOp allocated, or sent and received by the server; null if not measured
 * @param target what it was to reach; null without one
 * @param met whether it did; null without a target
 * @param reason why not; null if it did, or without a target
 */
record ResultRow(
        String area,
        @JsonProperty("case") String scenario,
        String subject,
        int threads,
        String unit,
        double median,
        double min,
        double max,
        double ratioToRaw,
        @Nullable Double ratioToBestPeer,
        @Nullable Double commandsPerOp,
        @Nullable Double bytesPerOp,
        @Nullable String target,
        @Nullable Boolean met,
        @Nullable String reason) {

    ResultRow {
        Require.that(
                (target == null) == (met == null), "met", String.valueOf(met), "there with a target, and only then");
        boolean missed = Boolean.FALSE.equals(met);
        boolean explained = reason != null && !reason.isBlank();
        Require.that(missed == explained, "reason", String.valueOf(reason), "there for a missed target, and only then");
    }
}
