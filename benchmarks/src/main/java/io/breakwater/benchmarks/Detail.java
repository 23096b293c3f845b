package io.breakwater.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What else is known of the row with the same case, subject and threads.
 *
 * @param scenario the case
 * @param subject the subject's name
 * @param threads how many threads
 * @param rounds one figure of each round, in the row's unit
 * @param latency of single operations; null if not measured
 * @param serverCpuMicrosPerOp the server's processor time for one operation; null where there is no server
 * @param commands what the server counted for one operation, by command
 */
record Detail(
        @JsonProperty("case") String scenario,
        String subject,
        int threads,
        List<Double> rounds,
        @Nullable Latency latency,
        @Nullable Double serverCpuMicrosPerOp,
        Map<String, Double> commands) {}
