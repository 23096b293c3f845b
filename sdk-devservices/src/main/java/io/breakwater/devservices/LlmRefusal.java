package io.breakwater.devservices;

/** A request is wrong, and this is the answer to it. */
final class LlmRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final LlmError error;

    LlmRefusal(LlmError error) {
        super(error.message());
        this.error = error;
    }

    static LlmRefusal invalid(String message) {
        return new LlmRefusal(LlmError.invalid(message));
    }

    static LlmRefusal of(int status, String message) {
        return new LlmRefusal(new LlmError(status, null, message));
    }

    LlmError error() {
        return error;
    }
}
