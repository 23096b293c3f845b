package io.breakwater.devservices;

/** A server could not be started or controlled. The message says what to do, or shows the end of the server's log. */
public final class DevServicesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DevServicesException(String message) {
        super(message);
    }

    DevServicesException(String message, Throwable cause) {
        super(message, cause);
    }
}
