package io.breakwater.devservices;

/** How this one answer is written: in whose dialect, and whether as a stream. */
record LlmForm(LlmDialect dialect, boolean streamed, String requestId) {

    LlmStep.Piece error(LlmError error) {
        String json = dialect.error(error, requestId).toString();
        return LlmStep.Piece.other(streamed ? dialect.errorEvent(json) : json);
    }

    LlmStep.Piece ping() {
        return LlmStep.Piece.other(streamed ? dialect.ping() : "\n");
    }

    LlmStep.Piece malformed() {
        return LlmStep.Piece.other(streamed ? dialect.malformedEvent() : "{\"");
    }
}
