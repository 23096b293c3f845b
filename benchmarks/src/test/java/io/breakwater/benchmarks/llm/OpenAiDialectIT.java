package io.breakwater.benchmarks.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
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

/** OpenAI's own client takes the fake for OpenAI. */
class OpenAiDialectIT {

    private FakeLlm fake;
    private OpenAIClient client;
    private final List<OpenAIClient> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        fake = FakeLlm.openAi();
        client = client("test-key", 0);
    }

    @AfterEach
    void stop() {
        clients.forEach(OpenAIClient::close);
        fake.close();
    }

    private OpenAIClient client(String key, int retries) {
        OpenAIClient opened = OpenAIOkHttpClient.builder()
                .baseUrl(fake.baseUrl())
                .apiKey(key)
                .maxRetries(retries)
                .timeout(Duration.ofSeconds(30))
                .build();
        clients.add(opened);
        return opened;
    }

    private static ChatCompletionCreateParams.Builder question() {
        return ChatCompletionCreateParams.builder()
                .model("gpt-6-sol")
                .addSystemMessage("Be short.")
                .addUserMessage("Is it raining?");
    }

    private ChatCompletion ask() {
        return client.chat().completions().create(question().build());
    }

    private ChatCompletion stream(ChatCompletionCreateParams.Builder question) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(question.build())) {
            chunks.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().get(0).message().content().orElseThrow();
    }

    @Test
    void a_plain_answer_is_valid_throughout() {
        ChatCompletion completion = ask().validate();
        assertThat(text(completion)).isEqualTo("Is it raining?");
        assertThat(completion.model()).isEqualTo("gpt-6-sol");
        assertThat(completion.id()).isEqualTo("chatcmpl-fake-1");
        assertThat(completion.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    }

    @Test
    void usage_and_finish_reason_are_those_of_the_script() {
        fake.next(LlmReply.text("It is").finish("length").usage(1_000, 2));
        ChatCompletion completion = ask().validate();
        assertThat(completion.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.LENGTH);
        assertThat(completion.usage().orElseThrow().promptTokens()).isEqualTo(1_000);
        assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(2);
        assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(1_002);
    }

    @Test
    void a_streamed_answer_is_valid_throughout() {
        ChatCompletion completion = stream(question()
                        .streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build()))
                .validate();
        assertThat(text(completion)).isEqualTo("Is it raining?");
        assertThat(completion.usage().orElseThrow().promptTokens()).isEqualTo(5);
        assertThat(completion.usage().orElseThrow().completionTokens()).isEqualTo(3);
        assertThat(fake.requests().get(0).body()).contains("\"stream\":true");
    }

    @Test
    void every_chunk_is_valid_with_pings_and_broken_up_bytes() {
        fake.next(LlmReply.text("Grüße aus Åsgård")
                .fragments(1)
                .but(LlmFault.pings(2, Duration.ofMillis(1)).afterTokens(1)));
        ChatCompletion completion = stream(question());
        assertThat(text(completion)).isEqualTo("Grüße aus Åsgård");
    }

    @Test
    void tools_are_called_plain_and_streamed() {
        fake.always(
                LlmReply.text("").call("weather", "{\"city\":\"Oslo\"}").call("weather", "{\"city\":\"Trondheim\"}"));
        ChatCompletionCreateParams.Builder question = question()
                .addFunctionTool(FunctionDefinition.builder()
                        .name("weather")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .build())
                        .build());
        for (ChatCompletion completion :
                List.of(client.chat().completions().create(question.build()), stream(question))) {
            completion.validate();
            List<ChatCompletionMessageFunctionToolCall> calls =
                    completion.choices().get(0).message().toolCalls().orElseThrow().stream()
                            .map(call -> call.asFunction())
                            .toList();
            assertThat(calls).extracting(call -> call.function().name()).containsExactly("weather", "weather");
            assertThat(calls)
                    .extracting(call -> call.function().arguments())
                    .containsExactly("{\"city\":\"Oslo\"}", "{\"city\":\"Trondheim\"}");
            assertThat(calls)
                    .extracting(ChatCompletionMessageFunctionToolCall::id)
                    .doesNotHaveDuplicates();
            assertThat(completion.choices().get(0).finishReason())
                    .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        }
    }

    @Test
    void structured_output_is_a_scripted_text() {
        fake.next(LlmReply.text("{\"rain\":true}"));
        ChatCompletion completion = client.chat()
                .completions()
                .create(question()
                        .responseFormat(ResponseFormatJsonSchema.builder()
                                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                                        .name("weather")
                                        .build())
                                .build())
                        .build());
        assertThat(text(completion)).isEqualTo("{\"rain\":true}");
        assertThat(fake.requests().get(0).body()).contains("\"json_schema\"");
    }

    @ParameterizedTest
    @CsvSource({
        "400, BadRequestException, invalid_request_error,",
        "401, UnauthorizedException, invalid_request_error, invalid_api_key",
        "403, PermissionDeniedException, invalid_request_error,",
        "404, NotFoundException, invalid_request_error,",
        "429, RateLimitException, requests, rate_limit_exceeded",
        "500, InternalServerException, server_error,",
        "503, InternalServerException, service_unavailable_error, server_is_overloaded",
        "529, InternalServerException, service_unavailable_error, server_is_overloaded"
    })
    void errors_become_the_clients_classes(int status, String expected, String type, String code) {
        fake.next(LlmReply.error(status).header("retry-after", "7"));
        assertThatThrownBy(this::ask).isInstanceOfSatisfying(OpenAIServiceException.class, e -> {
            assertThat(e.getClass().getSimpleName()).isEqualTo(expected);
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.type()).contains(type);
            assertThat(e.code().orElse(null)).isEqualTo(code);
            assertThat(e.headers().values("retry-after")).containsExactly("7");
            assertThat(e.headers().values("x-request-id")).containsExactly("req_fake_1");
        });
    }

    @Test
    void a_spend_limit_has_its_code() {
        fake.next(LlmReply.error(429, "insufficient_quota", "You exceeded your current quota."));
        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(
                        RateLimitException.class, e -> assertThat(e.code()).contains("insufficient_quota"));
    }

    @Test
    void the_client_waits_as_long_as_it_is_told_and_tries_again() {
        fake.next(
                LlmReply.error(429).header("retry-after", "1"),
                LlmReply.error(500).header("retry-after-ms", "150"));
        OpenAIClient patient = client("test-key", 2);
        assertThat(text(patient.chat().completions().create(question().build())))
                .isEqualTo("Is it raining?");
        List<LlmRequest> requests = fake.requests();
        assertThat(requests).hasSize(3);
        assertThat(requests.get(1).at().minus(requests.get(0).at())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(requests.get(2).at().minus(requests.get(1).at())).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        assertThat(requests)
                .extracting(request -> request.header("x-stainless-retry-count").orElse(""))
                .containsExactly("0", "1", "2");
    }

    @Test
    void wrong_requests_are_refused_in_the_vendors_words() {
        ChatCompletionCreateParams keyless =
                question().putAdditionalHeader("Authorization", "").build();
        assertThatThrownBy(() -> client.chat().completions().create(keyless)).isInstanceOf(UnauthorizedException.class);
        fake.models("gpt-6-luna");
        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(
                        NotFoundException.class, e -> assertThat(e.code()).contains("model_not_found"));
        fake.models();
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(ChatCompletionCreateParams.builder()
                                .model("gpt-6-sol")
                                .messages(List.of())
                                .build()))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void an_error_within_a_stream_is_one_to_the_client() {
        fake.next(LlmReply.echo().but(LlmFault.errorEvent(503).afterTokens(1)));
        assertThatThrownBy(() -> stream(question()))
                .isInstanceOfSatisfying(
                        SseException.class, e -> assertThat(e.body().toString()).contains("server_is_overloaded"));
    }

    @Test
    void broken_streams_break_the_client() {
        fake.next(
                LlmReply.echo().but(LlmFault.reset().afterTokens(1)),
                LlmReply.echo().but(LlmFault.cut().afterTokens(1)),
                LlmReply.echo().but(LlmFault.malformedEvent().afterTokens(1)),
                LlmReply.echo().but(LlmFault.malformedChunk().afterTokens(1)));
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> stream(question())).as("fault " + i).isInstanceOf(OpenAIException.class);
        }
    }

    @Test
    void a_500_is_tried_again_and_a_flapping_server_answers_in_the_end() {
        fake.flap(LlmReply.error(500).header("retry-after-ms", "1"));
        assertThatThrownBy(this::ask).isInstanceOf(InternalServerException.class);
        assertThat(text(ask())).isEqualTo("Is it raining?");
        OpenAIClient patient = client("test-key", 1);
        assertThat(text(patient.chat().completions().create(question().build())))
                .isEqualTo("Is it raining?");
        assertThat(fake.requests()).hasSize(4);
    }

    @Test
    void headers_of_the_limits_arrive() {
        Map<String, String> limits = Map.of("x-ratelimit-remaining-requests", "59", "x-ratelimit-reset-tokens", "6m0s");
        LlmReply reply = LlmReply.echo();
        for (Map.Entry<String, String> limit : limits.entrySet()) {
            reply = reply.header(limit.getKey(), limit.getValue());
        }
        fake.next(reply);
        try (var response =
                client.withRawResponse().chat().completions().create(question().build())) {
            limits.forEach(
                    (name, value) -> assertThat(response.headers().values(name)).containsExactly(value));
        }
    }
}
