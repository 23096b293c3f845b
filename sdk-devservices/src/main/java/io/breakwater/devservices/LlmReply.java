package io.breakwater.devservices;

import java.time.Duration;
import java.util.List;

/**
 * What a {@link FakeLlm} answers to one request: a model's message, an error, or any body at all, and what goes wrong on the
 * way. A value: each method returns another one. The same reply fits both dialects, and is sent as a stream of events to whoever
 * asked for a stream.
 */
public final class LlmReply {

    private final LlmContent content;
    private final LlmDelivery delivery;

    private LlmReply(LlmContent content, LlmDelivery delivery) {
        this.content = content;
        this.delivery = delivery;
    }

    private static LlmReply of(LlmContent content) {
        return new LlmReply(content, LlmDelivery.PLAIN);
    }

    /**
     * A message that repeats the text of the request's last message. It follows no JSON schema: use {@link #text(String)} for that.
     *
     * @return the reply
     */
    public static LlmReply echo() {
        return of(LlmContent.Message.ECHO);
    }

    /**
     * A message with this text. A stream sends it word by word; each word counts as a token.
     *
     * @param text the text, or JSON for a request that asks for structured output; empty for a message of tool calls alone
     * @return the reply
     */
    public static LlmReply text(String text) {
        return of(LlmContent.Message.ECHO.text(text));
    }

    /**
     * An error with the type, the code and the message that the vendor uses with this status.
     *
     * @param status the HTTP status, 400 to 599
     * @return the reply
     * @throws IllegalArgumentException if the status is no error
     */
    public static LlmReply error(int status) {
        return of(new LlmContent.Failure(LlmError.of(status)));
    }

    /**
     * An error with a code of its own, for example {@code insufficient_quota} or {@code context_length_exceeded}. OpenAI sends it
     * as {@code error.code}, Anthropic as {@code error.details.error_code}.
     *
     * @param status the HTTP status, 400 to 599
     * @param code the code
     * @param message the text for people
     * @return the reply
     * @throws IllegalArgumentException if the status is no error
     */
    public static LlmReply error(int status, String code, String message) {
        return of(new LlmContent.Failure(new LlmError(status, code, message)));
    }

    /**
     * Any body, as it is: the HTML page of a proxy, nothing at all, or an event stream written by hand.
     *
     * @param status the HTTP status, 200 to 599, but not 204 or 304, which have no body
     * @param contentType the media type; with {@code text/event-stream} each event, up to its blank line, is sent by itself
     * @param body the body
     * @return the reply
     * @throws IllegalArgumentException if the status is out of range, or the media type is not one line
     */
    public static LlmReply body(int status, String contentType, String body) {
        Require.that(
                status >= 200 && status < 600 && status != 204 && status != 304,
                "status",
                status,
                "200 to 599, but not 204 or 304");
        LlmDelivery.checkHeader("content-type", contentType);
        return of(new LlmContent.Body(status, contentType, body));
    }

    /**
     * The message calls a tool, after its text and after the calls added before. A stream sends the arguments in fragments, and
     * OpenAI's those of several calls in turn.
     *
     * @param tool the tool's name
     * @param arguments a JSON object, or nothing
     * @return a new reply
     * @throws IllegalArgumentException if the arguments are no JSON object, or the reply is no message
     */
    public LlmReply call(String tool, String arguments) {
        Require.that(arguments.isEmpty() || LlmJson.isObject(arguments), "arguments", arguments, "a JSON object");
        return with(message("call", tool).call(tool, arguments));
    }

    /**
     * Why the model stopped, in the vendor's own word, for example {@code length} or {@code max_tokens}. Otherwise it is the word for
     * a complete message, or for tool calls if there are any.
     *
     * @param reason OpenAI's {@code finish_reason} or Anthropic's {@code stop_reason}
     * @return a new reply
     * @throws IllegalArgumentException if the reply is no message
     */
    public LlmReply finish(String reason) {
        return with(message("finish", reason).finish(reason));
    }

    /**
     * The tokens to report. Otherwise they are the words of the request and of the answer.
     *
     * @param input tokens of the request, 0 or more
     * @param output tokens of the answer, 0 or more
     * @return a new reply
     * @throws IllegalArgumentException if a number is negative, or the reply is no message
     */
    public LlmReply usage(int input, int output) {
        Require.that(input >= 0, "input", input, "0 or more");
        Require.that(output >= 0, "output", output, "0 or more");
        return with(message("usage", input).tokens(input, output));
    }

    /**
     * The vendor's own {@code usage} object, as it is: with cached or reasoning tokens, for example.
     *
     * @param json a JSON object
     * @return a new reply
     * @throws IllegalArgumentException if it is no JSON object, or the reply is no message
     */
    public LlmReply usage(String json) {
        Require.that(LlmJson.isObject(json), "usage", json, "a JSON object");
        return with(message("usage", json).usage(json));
    }

    /**
     * The model to report. Otherwise it is the one that the request names.
     *
     * @param name the model
     * @return a new reply
     * @throws IllegalArgumentException if the reply is no message
     */
    public LlmReply model(String name) {
        return with(message("model", name).model(name));
    }

    /**
     * A header more, for example {@code retry-after} or {@code x-ratelimit-remaining-requests}; or another value for one that would
     * be sent anyway, such as the request id. What frames the body is not to be set.
     *
     * @param name the header's name
     * @param value its value
     * @return a new reply
     * @throws IllegalArgumentException if it is not one line, or frames the body
     */
    public LlmReply header(String name, String value) {
        return new LlmReply(content, delivery.header(name, value));
    }

    /**
     * Something goes wrong on the way. Several faults apply in the order in which they were added, each to what the ones before it
     * left.
     *
     * @param fault what, and where
     * @return a new reply
     */
    public LlmReply but(LlmFault fault) {
        return new LlmReply(content, delivery.fault(fault));
    }

    /**
     * Waits before each event, or before each fragment if there are {@linkplain #fragments(int) any}, or before each 32 characters
     * of a plain body.
     *
     * @param wait how long, 0 to 1 hour
     * @return a new reply
     * @throws IllegalArgumentException if it is out of range
     */
    public LlmReply pace(Duration wait) {
        return new LlmReply(content, delivery.pace(wait));
    }

    /**
     * Writes the body in pieces of at most so many bytes, each by itself: events, lines and characters arrive broken up.
     *
     * @param bytes 1 or more
     * @return a new reply
     * @throws IllegalArgumentException if it is less than 1
     */
    public LlmReply fragments(int bytes) {
        return new LlmReply(content, delivery.fragments(bytes));
    }

    LlmContent content() {
        return content;
    }

    LlmDelivery delivery() {
        return delivery;
    }

    private LlmReply with(LlmContent.Message message) {
        return new LlmReply(message, delivery);
    }

    private LlmContent.Message message(String setting, Object value) {
        Require.that(content instanceof LlmContent.Message, setting, value, "set on a message: echo() or text(…)");
        return (LlmContent.Message) content;
    }

    @Override
    public String toString() {
        List<LlmFault> faults = delivery.faults();
        return faults.isEmpty() ? content.toString() : content + " but " + faults;
    }
}
