package io.breakwater.benchmarks.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolUseBlock;
import io.breakwater.devservices.FakeLlm;
import io.breakwater.devservices.LlmFault;
import io.breakwater.devservices.LlmReply;
import io.breakwater.devservices.LlmRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Anthropic's own client takes the fake for Anthropic. */
class AnthropicDialectIT {

    private FakeLlm fake;
    private AnthropicClient client;
    private final List<AnthropicClient> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        fake = FakeLlm.anthropic();
        client = client("test-key", 0);
    }

    @AfterEach
    void stop() {
        clients.forEach(AnthropicClient::close);
        fake.close();
    }

    private AnthropicClient client(String key, int retries) {
        AnthropicClient opened = AnthropicOkHttpClient.builder()
                .baseUrl(fake.baseUrl())
                .apiKey(key)
                .maxRetries(retries)
                .timeout(Duration.ofSeconds(30))
                .build();
        clients.add(opened);
        return opened;
    }

    private static MessageCreateParams.Builder question() {
        return MessageCreateParams.builder()
                .model("claude-sonnet-5-5")
                .maxTokens(100)
                .system("Be short.")
                .addUserMessage("Is it raining?");
    }

    private Message ask() {
        return client.messages().create(question().build());
    }

    private Message stream(MessageCreateParams.Builder question) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(question.build())) {
            events.stream().forEach(event -> accumulator.accumulate(event.validate()));
        }
        return accumulator.message();
    }

    private static String text(Message message) {
        return message.content().get(0).asText().text();
    }

    @Test
    void a_plain_answer_is_valid_throughout() {
        Message message = ask().validate();
        assertThat(text(message)).isEqualTo("Is it raining?");
        assertThat(message.model().asString()).isEqualTo("claude-sonnet-5-5");
        assertThat(message.id()).isEqualTo("msg_fake_1");
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.usage().inputTokens()).isEqualTo(5);
        assertThat(message.usage().outputTokens()).isEqualTo(3);
    }

    @Test
    void usage_and_stop_reason_are_those_of_the_script() {
        fake.always(LlmReply.text("It is").finish("max_tokens").usage("""
                {"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":300,"output_tokens":2}"""));
        for (Message message : List.of(ask(), stream(question()))) {
            assertThat(message.stopReason()).contains(StopReason.MAX_TOKENS);
            assertThat(message.usage().inputTokens()).isEqualTo(10);
            assertThat(message.usage().cacheReadInputTokens()).contains(300L);
            assertThat(message.usage().cacheCreationInputTokens()).contains(20L);
            assertThat(message.usage().outputTokens()).isEqualTo(2);
        }
    }

    @Test
    void a_streamed_answer_is_valid_throughout() {
        Message message = stream(question()).validate();
        assertThat(text(message)).isEqualTo("Is it raining?");
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.usage().inputTokens()).isEqualTo(5);
        assertThat(message.usage().outputTokens()).isEqualTo(3);
    }

    @Test
    void every_event_is_valid_with_pings_and_broken_up_bytes() {
        fake.next(LlmReply.text("Grüße aus Åsgård")
                .fragments(1)
                .but(LlmFault.pings(2, Duration.ofMillis(1)).afterTokens(1)));
        assertThat(text(stream(question()))).isEqualTo("Grüße aus Åsgård");
    }

    @Test
    void tools_are_called_plain_and_streamed() {
        fake.always(LlmReply.text("Let me look.")
                .call("weather", "{\"city\":\"Oslo\"}")
                .call("clock", ""));
        MessageCreateParams.Builder question = question()
                .addTool(Tool.builder()
                        .name("weather")
                        .inputSchema(Tool.InputSchema.builder().build())
                        .build());
        for (Message message : List.of(client.messages().create(question.build()), stream(question))) {
            assertThat(text(message)).isEqualTo("Let me look.");
            ToolUseBlock weather = message.content().get(1).asToolUse();
            assertThat(weather.name()).isEqualTo("weather");
            assertThat(weather._input()).isEqualTo(JsonValue.from(Map.of("city", "Oslo")));
            ToolUseBlock clock = message.content().get(2).asToolUse();
            assertThat(clock._input()).isEqualTo(JsonValue.from(Map.of()));
            assertThat(clock.id()).isNotEqualTo(weather.id());
            assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, BadRequestException, invalid_request_error",
        "401, UnauthorizedException, authentication_error",
        "402, PaymentRequiredException, billing_error",
        "403, PermissionDeniedException, permission_error",
        "404, NotFoundException, not_found_error",
        "413, ContentTooLargeException, request_too_large",
        "429, RateLimitException, rate_limit_error",
        "500, InternalServerException, api_error",
        "504, GatewayTimeoutException, timeout_error",
        "529, OverloadedException, overloaded_error"
    })
    void errors_become_the_clients_classes(int status, String expected, String type) {
        fake.next(LlmReply.error(status).header("retry-after", "7"));
        assertThatThrownBy(this::ask).isInstanceOfSatisfying(AnthropicServiceException.class, e -> {
            assertThat(e.getClass().getSimpleName()).isEqualTo(expected);
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.type().orElseThrow().asString()).isEqualTo(type);
            assertThat(e.requestId()).contains("req_fake_1");
            assertThat(e.headers().values("retry-after")).containsExactly("7");
        });
    }

    @Test
    void a_spend_limit_has_its_code() {
        fake.next(LlmReply.error(429, "enforced_spend_limit_reached", "The spend limit is reached."));
        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(
                        RateLimitException.class,
                        e -> assertThat(e.errorCode()).contains("enforced_spend_limit_reached"));
    }

    @Test
    void the_client_waits_as_long_as_it_is_told_and_tries_again() {
        fake.next(
                LlmReply.error(429).header("retry-after", "1"),
                LlmReply.error(529).header("retry-after-ms", "150"));
        AnthropicClient patient = client("test-key", 2);
        assertThat(text(patient.messages().create(question().build()))).isEqualTo("Is it raining?");
        List<LlmRequest> requests = fake.requests();
        assertThat(requests).hasSize(3);
        assertThat(requests.get(1).at().minus(requests.get(0).at())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(requests.get(2).at().minus(requests.get(1).at())).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void wrong_requests_are_refused_in_the_vendors_words() {
        MessageCreateParams keyless =
                question().putAdditionalHeader("X-Api-Key", "").build();
        assertThatThrownBy(() -> client.messages().create(keyless)).isInstanceOf(UnauthorizedException.class);
        fake.models("claude-haiku-5-5");
        assertThatThrownBy(this::ask).isInstanceOf(NotFoundException.class);
        fake.models();
        assertThatThrownBy(
                        () -> client.messages().create(question().maxTokens(0).build()))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void an_error_within_a_stream_is_one_to_the_client() {
        fake.next(
                LlmReply.echo().but(LlmFault.errorEvent(529)),
                LlmReply.echo().but(LlmFault.errorEvent(529).afterTokens(1)));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> stream(question()))
                    .isInstanceOfSatisfying(
                            AnthropicServiceException.class,
                            e -> assertThat(e.type().orElseThrow().asString()).isEqualTo("overloaded_error"));
        }
    }

    @Test
    void broken_streams_break_the_client() {
        fake.next(
                LlmReply.echo().but(LlmFault.reset().afterTokens(1)),
                LlmReply.echo().but(LlmFault.cut().afterTokens(1)),
                LlmReply.echo().but(LlmFault.malformedEvent().afterTokens(1)),
                LlmReply.echo().but(LlmFault.malformedChunk().afterTokens(1)));
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> stream(question())).as("fault " + i).isInstanceOf(AnthropicException.class);
        }
    }

    @Test
    void headers_of_the_limits_arrive() {
        fake.next(LlmReply.echo().header("anthropic-ratelimit-requests-remaining", "49"));
        try (var response =
                client.withRawResponse().messages().create(question().build())) {
            assertThat(response.headers().values("anthropic-ratelimit-requests-remaining"))
                    .containsExactly("49");
        }
    }
}
