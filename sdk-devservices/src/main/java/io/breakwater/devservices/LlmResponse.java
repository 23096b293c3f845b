package io.breakwater.devservices;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** An answer, ready to be written: what its head says, and the steps before and after it. */
record LlmResponse(
        int status, Map<String, String> headers, boolean chunked, LlmSteps steps, Duration pace, int fragment) {

    String head(boolean last) {
        Map<String, String> lines = new TreeMap<>(headers);
        if (chunked) {
            lines.put("transfer-encoding", "chunked");
        } else {
            lines.put("content-length", String.valueOf(bytes()));
        }
        lines.put("connection", last ? "close" : "keep-alive");
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Fake\r\n");
        lines.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    /** Each event, fragment or pause is seen by itself; a plain body without any of them goes out at once. */
    boolean eachPieceByItself() {
        return chunked || fragment > 0 || !pace.isZero();
    }

    private long bytes() {
        return steps.body().stream().mapToLong(LlmResponse::bytes).sum();
    }

    private static int bytes(LlmStep step) {
        return step instanceof LlmStep.Piece piece ? piece.text().getBytes(StandardCharsets.UTF_8).length : 0;
    }
}
