package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RawClient.Answer;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fake does to a client on purpose, seen on the socket. */
class FakeLlmFaultIT {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(120);
    private static final LlmReply TEXT = LlmReply.text("one two three four");

    @ParameterizedTest
    @EnumSource
    void silence_before_the_head_lasts_until_the_client_goes(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            fake.next(TEXT.but(LlmFault.stall().beforeHead()));
            try (RawClient client = new RawClient(fake, vendor)) {
                client.post(vendor.request("Hi"));
                fake.awaitRequests(1, BOUND);
                client.socket.setSoTimeout(50);
                assertThatThrownBy(client::line).isInstanceOf(SocketTimeoutException.class);
                assertThat(fake.abandoned()).isEmpty();
            }
            assertThat(fake.awaitAbandoned(1, BOUND)).isEqualTo(fake.requests());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stall_comes_after_the_tokens_before_it(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start();
                RawClient client = new RawClient(fake, vendor)) {
            fake.next(TEXT.but(LlmFault.stall().afterTokens(2)));
            client.post(vendor.stream("Hi"));
            client.line();
            client.headers();
            StringBuilder stream = new StringBuilder();
            while (!stream.toString().contains("two ")) {
                stream.append(client.chunk());
            }
            assertThat(vendor.streamedText(stream.toString())).isEqualTo("one two ");
            client.socket.setSoTimeout(50);
            assertThatThrownBy(client::line).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_slow_first_token_comes_after_the_head_and_the_opening(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start();
                RawClient client = new RawClient(fake, vendor)) {
            CountDownLatch latch = new CountDownLatch(1);
            fake.next(TEXT.but(LlmFault.hold(latch).afterTokens(0)));
            client.post(vendor.stream("Hi"));
            client.line();
            client.headers();
            for (int i = 0; i < (vendor == Vendor.OPENAI ? 1 : 3); i++) {
                assertThat(vendor.streamedText(client.chunk())).isEmpty();
            }
            client.socket.setSoTimeout(50);
            assertThatThrownBy(client::line).isInstanceOf(SocketTimeoutException.class);
            latch.countDown();
            client.socket.setSoTimeout(30_000);
            assertThat(vendor.streamedText(client.chunk())).isEqualTo("one ");
        }
    }

    @Test
    void pauses_last_at_least_as_long_as_they_are_told() throws Exception {
        try (FakeLlm fake = FakeLlm.openAi()) {
            fake.next(
                    TEXT.but(LlmFault.pause(PAUSE).beforeHead()),
                    TEXT.but(LlmFault.pause(PAUSE)).but(LlmFault.pause(PAUSE).afterTokens(3)),
                    TEXT.pace(PAUSE.dividedBy(4)));
            assertThat(timeOf(fake)).isGreaterThanOrEqualTo(PAUSE);
            assertThat(timeOf(fake)).isGreaterThanOrEqualTo(PAUSE.multipliedBy(2));
            assertThat(timeOf(fake))
                    .as("seven events")
                    .isGreaterThanOrEqualTo(PAUSE.dividedBy(4).multipliedBy(7));
        }
    }

    private static Duration timeOf(FakeLlm fake) throws Exception {
        long begun = System.nanoTime();
        Answer answer = RawClient.exchange(fake, Vendor.OPENAI, Vendor.OPENAI.stream("Hi"));
        assertThat(Vendor.OPENAI.streamedText(answer.body())).isEqualTo("one two three four");
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @ParameterizedTest
    @EnumSource
    void a_cut_stream_ends_without_its_last_chunk(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start();
                RawClient client = new RawClient(fake, vendor)) {
            fake.next(TEXT.but(LlmFault.cut().afterTokens(3)));
            client.post(vendor.stream("Hi"));
            String all = client.rest();
            assertThat(vendor.streamedText(all)).isEqualTo("one two three ");
            assertThat(all).doesNotEndWith("\r\n0\r\n\r\n");
            assertThat(fake.abandoned()).isEmpty();
        }
    }

    @Test
    void a_cut_plain_body_is_shorter_than_promised() throws Exception {
        try (FakeLlm fake = FakeLlm.openAi()) {
            fake.next(
                    TEXT.but(LlmFault.cut().afterEvents(2)),
                    TEXT.but(LlmFault.cut().beforeHead()));
            assertThatThrownBy(() -> RawClient.exchange(fake, Vendor.OPENAI, Vendor.OPENAI.request("Hi")))
                    .isInstanceOf(EOFException.class)
                    .hasMessageMatching("after: \\{.{63}");
            assertThatThrownBy(() -> RawClient.exchange(fake, Vendor.OPENAI, Vendor.OPENAI.request("Hi")))
                    .isInstanceOf(EOFException.class)
                    .hasMessage("after: ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_reset_is_a_reset(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            fake.next(
                    TEXT.but(LlmFault.reset().afterTokens(1)),
                    TEXT.but(LlmFault.reset().beforeHead()));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> RawClient.exchange(fake, vendor, vendor.stream("Hi")))
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_malformed_event_stands_between_good_ones(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            fake.next(TEXT.but(LlmFault.malformedEvent().afterTokens(2)));
            String stream =
                    RawClient.exchange(fake, vendor, vendor.stream("Hi")).body();
            assertThat(Vendor.dataOf(stream).filter(data -> data.startsWith("{") && !LlmJson.isObject(data)))
                    .hasSize(1);
            assertThat(stream).containsSubsequence("two ", "\"del\n", "three ");
            assertThat(vendor.isComplete(stream)).isTrue();
        }
    }

    @Test
    void a_malformed_chunk_has_no_size() throws Exception {
        try (FakeLlm fake = FakeLlm.anthropic()) {
            fake.next(TEXT.but(LlmFault.malformedChunk().afterTokens(1)));
            assertThatThrownBy(() -> RawClient.exchange(fake, Vendor.ANTHROPIC, Vendor.ANTHROPIC.stream("Hi")))
                    .isInstanceOf(NumberFormatException.class)
                    .hasMessageContaining("no size");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_missing_end_is_correct_http_all_the_same(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            fake.next(TEXT.but(LlmFault.missingEnd()), TEXT.but(LlmFault.end().afterTokens(2)));
            String stream =
                    RawClient.exchange(fake, vendor, vendor.stream("Hi")).body();
            assertThat(vendor.isComplete(stream)).isFalse();
            assertThat(stream).contains(vendor == Vendor.OPENAI ? "\"finish_reason\":\"stop\"" : "\"end_turn\"");
            String shorter =
                    RawClient.exchange(fake, vendor, vendor.stream("Hi")).body();
            assertThat(vendor.streamedText(shorter)).isEqualTo("one two ");
            assertThat(shorter).doesNotContain("\"stop\"", "end_turn");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_error_comes_as_an_event_under_status_200(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            fake.next(
                    TEXT.but(LlmFault.errorEvent(529)),
                    TEXT.but(LlmFault.errorEvent(529).afterTokens(1)),
                    TEXT.but(LlmFault.errorEvent(529)));
            Answer first = RawClient.exchange(fake, vendor, vendor.stream("Hi"));
            assertThat(first.status()).isEqualTo(200);
            assertThat(Vendor.events(first.body())).hasSize(1);
            assertThat(first.body())
                    .contains(overloaded(vendor))
                    .startsWith(vendor == Vendor.OPENAI ? "data: {" : "event: error\n");
            String late = RawClient.exchange(fake, vendor, vendor.stream("Hi")).body();
            assertThat(late).containsSubsequence("one ", overloaded(vendor)).doesNotContain("two");
            assertThat(vendor.isComplete(late)).isFalse();
            Answer plain = RawClient.exchange(fake, vendor, vendor.request("Hi"));
            assertThat(plain.status()).isEqualTo(200);
            assertThat(plain.json().path("error").isObject()).isTrue();
        }
    }

    private static String overloaded(Vendor vendor) {
        return vendor == Vendor.OPENAI ? "\"code\":\"server_is_overloaded\"" : "\"type\":\"overloaded_error\"";
    }

    @ParameterizedTest
    @EnumSource
    void pings_are_signs_of_life_before_the_first_token(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            fake.always(TEXT.but(LlmFault.pings(3, Duration.ofMillis(1)).afterTokens(0)));
            String stream =
                    RawClient.exchange(fake, vendor, vendor.stream("Hi")).body();
            String ping = vendor == Vendor.OPENAI ? ": ping\n\n" : "event: ping\ndata: {\"type\":\"ping\"}\n\n";
            assertThat(stream).contains(ping.repeat(3)).containsSubsequence(ping.repeat(3), "one ");
            assertThat(vendor.streamedText(stream)).isEqualTo("one two three four");
        }
    }

    @ParameterizedTest
    @EnumSource
    void fragments_break_up_events_and_characters(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start();
                RawClient client = new RawClient(fake, vendor)) {
            fake.next(
                    LlmReply.text("Åsgård").fragments(1),
                    LlmReply.text("Åsgård").fragments(1));
            client.post(vendor.stream("Hi"));
            client.line();
            client.headers();
            for (String chunk = client.chunk(); !chunk.isEmpty(); chunk = client.chunk()) {
                assertThat(chunk).hasSize(1);
            }
            client.post(vendor.request("Hi"));
            assertThat(vendor.text(client.answer().json())).isEqualTo("Åsgård");
        }
    }

    @ParameterizedTest
    @EnumSource
    void faults_hold_for_errors_and_handwritten_bodies_too(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            fake.next(
                    LlmReply.error(503).but(LlmFault.end().afterEvents(1)),
                    LlmReply.body(200, "text/event-stream", "data: a\n\ndata: b\n\n")
                            .but(LlmFault.end().afterEvents(1)),
                    LlmReply.body(502, "text/html", ""));
            Answer error = RawClient.exchange(fake, vendor, vendor.request("Hi"));
            assertThat(error.status()).isEqualTo(503);
            assertThat(error.body()).hasSize(32);
            assertThat(RawClient.exchange(fake, vendor, vendor.request("Hi")).body())
                    .isEqualTo("data: a\n\n");
            Answer empty = RawClient.exchange(fake, vendor, vendor.request("Hi"));
            assertThat(empty.status()).isEqualTo(502);
            assertThat(empty.body()).isEmpty();
        }
    }

    @Test
    void a_client_that_goes_between_tokens_is_noticed() throws Exception {
        try (FakeLlm fake = FakeLlm.anthropic()) {
            fake.next(TEXT.but(LlmFault.stall().afterTokens(1)), TEXT);
            try (RawClient client = new RawClient(fake, Vendor.ANTHROPIC)) {
                client.post(Vendor.ANTHROPIC.stream("Hi"));
                assertThat(client.line()).startsWith("HTTP/1.1 200");
            }
            assertThat(fake.awaitAbandoned(1, BOUND))
                    .extracting(LlmRequest::number)
                    .containsExactly(1L);
            RawClient.exchange(fake, Vendor.ANTHROPIC, Vendor.ANTHROPIC.stream("Hi"));
            assertThat(fake.abandoned()).hasSize(1);
        }
    }
}
