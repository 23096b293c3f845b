package io.breakwater.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that is not served, as an RFC 9457 problem. The detail is for the caller: it never holds internals. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String name;
    private final String title;
    private final transient List<FieldError> errors;
    private final int retryAfterSeconds;
    private final String allow;

    private Problem(
            int status, String name, String title, String detail, List<FieldError> errors, int retryAfterSeconds) {
        this(status, name, title, detail, errors, retryAfterSeconds, "");
    }

    private Problem(
            int status,
            String name,
            String title,
            String detail,
            List<FieldError> errors,
            int retryAfterSeconds,
            String allow) {
        super(detail, null, false, false);
        this.allow = allow;
        this.status = status;
        this.name = name;
        this.title = title;
        this.errors = errors;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    private static Problem of(int status, String name, String title, String detail) {
        return new Problem(status, name, title, detail, List.of(), 0);
    }

    public static Problem validation(List<FieldError> errors) {
        return new Problem(400, "validation", "Invalid request", describe(errors), List.copyOf(errors), 0);
    }

    public static Problem validation(String field, String message) {
        return validation(List.of(new FieldError(field, message)));
    }

    public static Problem malformed(String detail) {
        return of(400, "validation", "Invalid request", detail);
    }

    public static Problem unauthorized(String detail) {
        return of(401, "unauthorized", "Sign in first", detail);
    }

    public static Problem forbidden(String detail) {
        return of(403, "forbidden", "Not allowed", detail);
    }

    public static Problem notFound(String detail) {
        return of(404, "not-found", "Not found", detail);
    }

    public static Problem conflict(String field, String message) {
        return new Problem(409, "conflict", "Taken", field + " " + message, List.of(new FieldError(field, message)), 0);
    }

    public static Problem unavailable(String detail, int retryAfterSeconds) {
        return new Problem(503, "unavailable", "Unavailable", detail, List.of(), retryAfterSeconds);
    }

    /** With the methods that would be allowed, as the header names them. */
    static Problem methodNotAllowed(String allow) {
        return new Problem(405, "method-not-allowed", "Method not allowed", "Only " + allow + ".", List.of(), 0, allow);
    }

    public static Problem internal() {
        return of(500, "internal", "Something went wrong", "The request could not be served.");
    }

    static Problem ofStatus(int status, String detail) {
        return switch (status) {
            case 400 -> malformed(detail);
            case 401 -> unauthorized(detail);
            case 403 -> forbidden(detail);
            case 404 -> notFound(detail);
            case 405 -> of(status, "method-not-allowed", "Method not allowed", detail);
            case 413 -> of(status, "content-too-large", "Content too large", detail);
            case 415 -> of(status, "unsupported-media-type", "Unsupported media type", detail);
            case 503 -> unavailable(detail, 1);
            default -> of(status, "error", "Not served", detail);
        };
    }

    private static String describe(List<FieldError> errors) {
        return String.join(
                "; ",
                errors.stream()
                        .map(error -> error.field() + " " + error.message())
                        .toList());
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    String allow() {
        return allow;
    }

    Document document() {
        return new Document("/problems/" + name, title, status, detail(), errors.isEmpty() ? null : errors);
    }

    /** What is wrong with one field of a request. */
    public record FieldError(String field, String message) {}

    /** The JSON form. */
    record Document(
            String type,
            String title,
            int status,
            String detail,
            @Nullable List<FieldError> errors) {}
}
