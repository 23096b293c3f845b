package io.breakwater.session;

/** The root of this module's exceptions. */
public abstract class SessionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SessionException(String message, Throwable cause) {
        super(message, cause);
    }
}
