package io.breakwater.devservices;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What goes wrong while a {@link FakeLlm} answers, and where: right after the status line and the headers, unless said
 * otherwise. A value; {@link LlmReply#but(LlmFault)} applies it.
 *
 * <p>Places in the body are counted in events and in tokens. Before the first token, a stream in OpenAI's dialect has one event, and
 * one in Anthropic's has three; then follows one event for each token. A plain body has neither: there, 32 characters are a token
 * and an event. A place beyond the end is the end.
 */
public final class LlmFault {

    private static final Duration LONGEST = Duration.ofHours(1);

    private final String name;
    private final Effect effect;
    private final LlmPlace place;

    private LlmFault(String name, Effect effect, LlmPlace place) {
        this.name = name;
        this.effect = effect;
        this.place = place;
    }

    /** What becomes of the steps behind the place. */
    private interface Effect {
        List<LlmStep> on(List<LlmStep> rest, LlmForm form);

        default boolean needsBody() {
            return true;
        }
    }

    /** Concerns time or the socket alone, so it may also come before the head. */
    private record Inserted(LlmStep step) implements Effect {

        @Override
        public List<LlmStep> on(List<LlmStep> rest, LlmForm form) {
            return LlmSteps.concat(List.of(step), rest);
        }

        @Override
        public boolean needsBody() {
            return false;
        }
    }

    private static LlmFault of(String name, Effect effect) {
        return new LlmFault(name, effect, LlmPlace.AFTER_HEAD);
    }

    /**
     * Waits, then goes on. Before the head it is a slow answer; {@link #afterTokens afterTokens(0)}, a slow first token.
     *
     * @param time how long, 0 to 1 hour
     * @return the fault
     * @throws IllegalArgumentException if it is out of range
     */
    public static LlmFault pause(Duration time) {
        checkTime("time", time);
        return of("pause " + time, new Inserted(new LlmStep.Pause(time)));
    }

    /**
     * Waits until the caller opens the latch, then goes on: for tests that must not depend on time.
     *
     * @param latch goes on when its count is 0
     * @return the fault
     */
    public static LlmFault hold(CountDownLatch latch) {
        return of("hold", new Inserted(new LlmStep.Hold(latch)));
    }

    /**
     * Says nothing more, and leaves the connection open, until the client gives up or the server is closed.
     *
     * @return the fault
     */
    public static LlmFault stall() {
        return of("stall", new Inserted(new LlmStep.Stall()));
    }

    /**
     * Closes the connection in an orderly way (FIN), with the body incomplete by the rules of HTTP.
     *
     * @return the fault
     */
    public static LlmFault cut() {
        return of("cut", new Inserted(new LlmStep.Cut()));
    }

    /**
     * Resets the connection (RST). What the client has not read by then may be lost too.
     *
     * @return the fault
     */
    public static LlmFault reset() {
        return of("reset", new Inserted(new LlmStep.Reset()));
    }

    /**
     * Ends the body early, by the rules of HTTP correctly: only the content tells that something is missing.
     *
     * @return the fault
     */
    public static LlmFault end() {
        return of("end", (rest, form) -> List.of());
    }

    /**
     * Leaves out the event that ends a stream, {@code [DONE]} or {@code message_stop}; of a plain body, the last characters.
     *
     * @return the fault
     */
    public static LlmFault missingEnd() {
        return end().beforeEnd();
    }

    /**
     * An event more, whose data is broken JSON; then goes on.
     *
     * @return the fault
     */
    public static LlmFault malformedEvent() {
        return of("malformed event", (rest, form) -> LlmSteps.concat(List.of(form.malformed()), rest));
    }

    /**
     * Breaks the chunked transfer coding: text where the size of a chunk must stand, then the end of the connection. In a plain
     * body, garbage and the end of the connection.
     *
     * @return the fault
     */
    public static LlmFault malformedChunk() {
        List<LlmStep> garbage = List.of(new LlmStep.Raw("no size\r\n"), new LlmStep.Cut());
        return of("malformed chunk", (rest, form) -> LlmSteps.concat(garbage, rest));
    }

    /**
     * The error that the vendor would send with this status comes as an event, under status 200, and ends the stream: 529 is
     * Anthropic's {@code overloaded_error}. A plain body is replaced by the error if this comes right after the head.
     *
     * @param status the status that it would have had, 400 to 599
     * @return the fault
     * @throws IllegalArgumentException if the status is no error
     */
    public static LlmFault errorEvent(int status) {
        LlmError error = LlmError.of(status);
        return of("error event " + status, (rest, form) -> List.of(form.error(error)));
    }

    /**
     * Signs of life before it goes on: Anthropic's {@code ping} events, for OpenAI comment lines, in a plain body line feeds.
     *
     * @param count how many, 1 to 10,000
     * @param every the wait before each of them, 0 to 1 hour
     * @return the fault
     * @throws IllegalArgumentException if a number is out of range
     */
    public static LlmFault pings(int count, Duration every) {
        Require.that(count >= 1 && count <= 10_000, "count", count, "1 to 10,000");
        checkTime("every", every);
        return of(
                count + " pings", (rest, form) -> LlmSteps.concat(LlmSteps.repeated(count, every, form.ping()), rest));
    }

    /**
     * The same, before the status line. Not for what is a part of the body.
     *
     * @return a new fault
     * @throws IllegalArgumentException if the fault is a part of the body
     */
    public LlmFault beforeHead() {
        Require.that(!effect.needsBody(), "place", "before the head", "in the body for: " + name);
        return new LlmFault(name, effect, LlmPlace.BEFORE_HEAD);
    }

    /**
     * The same, after so many events of the answer.
     *
     * @param count how many, 0 or more
     * @return a new fault
     * @throws IllegalArgumentException if it is negative
     */
    public LlmFault afterEvents(int count) {
        Require.that(count >= 0, "count", count, "0 or more");
        return new LlmFault(name, effect, LlmPlace.afterEvents(count));
    }

    /**
     * The same, right after so many tokens of the answer; after 0 tokens is right before the first one.
     *
     * @param count how many, 0 or more
     * @return a new fault
     * @throws IllegalArgumentException if it is negative
     */
    public LlmFault afterTokens(int count) {
        Require.that(count >= 0, "count", count, "0 or more");
        return new LlmFault(name, effect, LlmPlace.afterTokens(count));
    }

    /**
     * The same, right before the event that ends the stream.
     *
     * @return a new fault
     */
    public LlmFault beforeEnd() {
        return new LlmFault(name, effect, LlmPlace.BEFORE_END);
    }

    LlmSteps on(LlmSteps steps, LlmForm form) {
        return steps.changed(place, rest -> effect.on(rest, form));
    }

    static void checkTime(String name, Duration time) {
        Require.that(!time.isNegative() && time.compareTo(LONGEST) <= 0, name, time, "0 to 1 hour");
    }

    @Override
    public String toString() {
        return name + " " + place.name();
    }
}
