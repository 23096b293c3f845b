package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LlmReplyTest {

    private static final LlmForm FORM = new LlmForm(new OpenAiChat(), true, "req");

    static Stream<Arguments> wrong() {
        LlmReply echo = LlmReply.echo();
        return Stream.of(
                of(() -> LlmReply.error(399), "Invalid status (399): must be 400 to 599"),
                of(
                        () -> LlmReply.body(204, "text/html", ""),
                        "Invalid status (204): must be 200 to 599, but not 204 or 304"),
                of(
                        () -> LlmReply.body(200, "a\r\nb: c", ""),
                        "Invalid content-type (a\r\nb: c): must be one line of ASCII"),
                of(() -> echo.call("t", "[]"), "Invalid arguments ([]): must be a JSON object"),
                of(() -> echo.usage("{"), "Invalid usage ({): must be a JSON object"),
                of(() -> echo.usage(-1, 0), "Invalid input (-1): must be 0 or more"),
                of(() -> echo.usage(0, -1), "Invalid output (-1): must be 0 or more"),
                of(
                        () -> LlmReply.error(500).finish("stop"),
                        "Invalid finish (stop): must be set on a message: echo() or text(…)"),
                of(
                        () -> echo.header("Content-Length", "1"),
                        "Invalid header (Content-Length): must be letters, digits and hyphens, but none of"
                                + " [connection, content-length, transfer-encoding]"),
                of(() -> echo.header("a", "b\n"), "Invalid a (b\n): must be one line of ASCII"),
                of(() -> echo.pace(Duration.ofHours(2)), "Invalid wait (PT2H): must be 0 to 1 hour"),
                of(() -> echo.fragments(0), "Invalid bytes (0): must be 1 or more"),
                of(() -> LlmFault.pause(Duration.ofMillis(-1)), "Invalid time (PT-0.001S): must be 0 to 1 hour"),
                of(() -> LlmFault.pings(0, Duration.ZERO), "Invalid count (0): must be 1 to 10,000"),
                of(() -> LlmFault.errorEvent(200), "Invalid status (200): must be 400 to 599"),
                of(() -> LlmFault.cut().afterTokens(-1), "Invalid count (-1): must be 0 or more"),
                of(() -> LlmFault.cut().afterEvents(-1), "Invalid count (-1): must be 0 or more"),
                of(
                        () -> LlmFault.errorEvent(529).beforeHead(),
                        "Invalid place (before the head): must be in the body for: error event 529"));
    }

    private static Arguments of(ThrowingCallable call, String message) {
        return Arguments.of(call, message);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void what_is_wrong_is_named(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    @Test
    void a_reply_is_a_value() {
        LlmReply text = LlmReply.text("x");
        LlmReply changed =
                text.finish("length").header("A", "b").but(LlmFault.cut().afterTokens(1));
        assertThat(text.delivery()).isEqualTo(LlmDelivery.PLAIN);
        assertThat(((LlmContent.Message) text.content()).finish()).isNull();
        assertThat(changed.delivery().headers()).isEqualTo(Map.of("a", "b"));
        assertThat(changed).asString().endsWith(" but [cut after 1 tokens]");
    }

    @Test
    void places_are_counted_in_events_and_in_tokens() {
        assertThat(cutAt(LlmFault.cut())).isEqualTo(0);
        assertThat(cutAt(LlmFault.cut().afterEvents(2))).isEqualTo(2);
        assertThat(cutAt(LlmFault.cut().afterEvents(9))).isEqualTo(5);
        assertThat(cutAt(LlmFault.cut().afterTokens(0))).isEqualTo(1);
        assertThat(cutAt(LlmFault.cut().afterTokens(1))).isEqualTo(2);
        assertThat(cutAt(LlmFault.cut().afterTokens(9))).isEqualTo(5);
        assertThat(cutAt(LlmFault.cut().beforeEnd())).isEqualTo(4);
        assertThat(LlmFault.cut().beforeHead().on(steps(), FORM).beforeHead()).containsExactly(new LlmStep.Cut());
    }

    private static int cutAt(LlmFault cut) {
        return cut.on(steps(), FORM).body().indexOf(new LlmStep.Cut());
    }

    private static LlmSteps steps() {
        return LlmSteps.of(List.of(
                LlmStep.Piece.other("open"),
                LlmStep.Piece.token("1"),
                LlmStep.Piece.token("2"),
                LlmStep.Piece.other("stop"),
                LlmStep.Piece.other("[DONE]")));
    }

    @Test
    void faults_apply_in_their_order() {
        LlmSteps steps = LlmFault.pings(2, Duration.ZERO).on(steps(), FORM);
        assertThat(cutAfterOneEvent(steps)).as("a ping is an event").isEqualTo(2);
    }

    private static int cutAfterOneEvent(LlmSteps steps) {
        return LlmFault.cut().afterEvents(1).on(steps, FORM).body().indexOf(new LlmStep.Cut());
    }

    @Test
    void tokens_are_words_and_nothing_is_lost() {
        assertThat(LlmTokens.of("")).isEmpty();
        assertThat(LlmTokens.of(" one two\n three ")).containsExactly(" one ", "two\n ", "three ");
        assertThat(LlmTokens.of("  ")).containsExactly("  ");
        assertThat(LlmTokens.chunks("😀😀😀", 2)).containsExactly("😀😀", "😀");
    }
}
