package io.breakwater.devservices;

import org.jspecify.annotations.Nullable;

/** An error as both dialects can say it. Without a code, the dialect uses the one that goes with the status. */
record LlmError(int status, @Nullable String code, String message) {

    LlmError {
        Require.that(status >= 400 && status < 600, "status", status, "400 to 599");
    }

    static LlmError of(int status) {
        return new LlmError(status, null, "The fake answers with status " + status);
    }

    static LlmError invalid(String message) {
        return new LlmError(400, null, message);
    }
}
