package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RawClient.Answer;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the fake says: messages, streams, and errors as they are scripted. */
class FakeLlmIT {

    @ParameterizedTest
    @EnumSource
    void without_a_script_it_echoes_the_last_message(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            Answer answer = RawClient.exchange(fake, vendor, vendor.request("Is it raining in Åsgård?"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(vendor.text(answer.json())).isEqualTo("Is it raining in Åsgård?");
            assertThat(answer.json().path("model").stringValue()).isEqualTo("some-model");
            assertThat(answer.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry(vendor == Vendor.OPENAI ? "x-request-id" : "request-id", "req_fake_1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_holds_the_same_text_word_by_word(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            Answer answer = RawClient.exchange(fake, vendor, vendor.stream("one two  three\n"));
            assertThat(answer.headers())
                    .containsEntry("content-type", "text/event-stream")
                    .containsEntry("transfer-encoding", "chunked");
            assertThat(vendor.streamedText(answer.body())).isEqualTo("one two  three\n");
            assertThat(vendor.isComplete(answer.body())).isTrue();
        }
    }

    @Test
    void openai_counts_tokens_when_asked_to() throws Exception {
        try (FakeLlm fake = FakeLlm.openAi()) {
            fake.always(LlmReply.text("three words here"));
            Answer plain = RawClient.exchange(fake, Vendor.OPENAI, Vendor.OPENAI.request("two words"));
            assertThat(plain.json().at("/usage/prompt_tokens").intValue()).isEqualTo(2);
            assertThat(plain.json().at("/usage/completion_tokens").intValue()).isEqualTo(3);
            assertThat(plain.json().at("/usage/total_tokens").intValue()).isEqualTo(5);
            Answer silent = RawClient.exchange(fake, Vendor.OPENAI, Vendor.OPENAI.stream("two words"));
            assertThat(silent.body()).doesNotContain("usage");
            ObjectNode asking = Vendor.OPENAI.stream("two words");
            asking.putObject("stream_options").put("include_usage", true);
            List<JsonNode> events = Vendor.events(
                    RawClient.exchange(fake, Vendor.OPENAI, asking).body());
            JsonNode last = events.get(events.size() - 1);
            assertThat(last.path("choices").isArray()).isTrue();
            assertThat(last.path("choices")).isEmpty();
            assertThat(last.at("/usage/total_tokens").intValue()).isEqualTo(5);
            assertThat(events.get(0).path("usage").isNull()).isTrue();
        }
    }

    @Test
    void anthropics_events_come_in_their_order_with_cumulative_usage() throws Exception {
        try (FakeLlm fake = FakeLlm.anthropic()) {
            fake.next(LlmReply.text("Let me look.").call("weather", "{\"city\":\"Oslo\"}"));
            List<JsonNode> events =
                    Vendor.events(RawClient.exchange(fake, Vendor.ANTHROPIC, Vendor.ANTHROPIC.stream("two words"))
                            .body());
            assertThat(events.stream()
                            .map(event -> event.path("type").stringValue())
                            .distinct())
                    .containsExactly(
                            "message_start",
                            "content_block_start",
                            "ping",
                            "content_block_delta",
                            "content_block_stop",
                            "message_delta",
                            "message_stop");
            assertThat(events.get(0).at("/message/usage/input_tokens").intValue())
                    .isEqualTo(2);
            assertThat(events.get(0).at("/message/usage/output_tokens").intValue())
                    .isEqualTo(1);
            JsonNode delta = events.get(events.size() - 2);
            assertThat(delta.at("/usage/output_tokens").intValue()).isEqualTo(5);
            assertThat(delta.at("/delta/stop_reason").stringValue()).isEqualTo("tool_use");
            assertThat(joined(events, "/delta/partial_json")).isEqualTo("{\"city\":\"Oslo\"}");
        }
    }

    @Test
    void openai_interleaves_the_arguments_of_several_calls() throws Exception {
        try (FakeLlm fake = FakeLlm.openAi()) {
            fake.next(LlmReply.text("")
                    .call("weather", "{\"city\":\"Oslo\"}")
                    .call("clock", "")
                    .call("weather", "{\"city\":\"Bergen\"}"));
            List<JsonNode> calls =
                    Vendor.events(RawClient.exchange(fake, Vendor.OPENAI, Vendor.OPENAI.stream("Hi"))
                                    .body())
                            .stream()
                            .map(event -> event.at("/choices/0/delta/tool_calls/0"))
                            .filter(JsonNode::isObject)
                            .toList();
            assertThat(calls.stream().map(call -> call.path("index").intValue()))
                    .startsWith(0, 1, 2, 0, 1, 2, 0, 2);
            assertThat(argumentsOf(0, calls)).isEqualTo("{\"city\":\"Oslo\"}");
            assertThat(argumentsOf(1, calls)).isEmpty();
            assertThat(argumentsOf(2, calls)).isEqualTo("{\"city\":\"Bergen\"}");
        }
    }

    private static String argumentsOf(int index, List<JsonNode> calls) {
        return joined(
                calls.stream()
                        .filter(call -> call.path("index").intValue() == index)
                        .toList(),
                "/function/arguments");
    }

    private static String joined(List<JsonNode> events, String pointer) {
        return events.stream().map(event -> event.at(pointer).stringValue("")).collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource
    void tool_calls_stand_in_a_plain_answer(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            fake.next(LlmReply.text("").call("weather", "{\"city\":\"Oslo\"}").call("clock", ""));
            JsonNode json =
                    RawClient.exchange(fake, vendor, vendor.request("Hi")).json();
            if (vendor == Vendor.OPENAI) {
                assertThat(json.at("/choices/0/message/content").isNull()).isTrue();
                assertThat(json.at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
                JsonNode calls = json.at("/choices/0/message/tool_calls");
                assertThat(calls.at("/0/function/arguments").stringValue()).isEqualTo("{\"city\":\"Oslo\"}");
                assertThat(calls.at("/1/function/name").stringValue()).isEqualTo("clock");
            } else {
                assertThat(json.path("stop_reason").stringValue()).isEqualTo("tool_use");
                assertThat(json.at("/content/0/input/city").stringValue()).isEqualTo("Oslo");
                assertThat(json.at("/content/1/input").isEmpty()).isTrue();
                assertThat(json.at("/content/1/id").stringValue()).isEqualTo("toolu_fake_1_1");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_script_decides_on_reason_usage_model_and_headers(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            fake.next(
                    LlmReply.text("x")
                            .finish("length")
                            .usage(7, 9)
                            .model("other")
                            .header("Retry-After", "2"),
                    LlmReply.text("x")
                            .usage("{\"from\":\"us\"}")
                            .header("x-request-id", "a")
                            .header("request-id", "a"));
            Answer first = RawClient.exchange(fake, vendor, vendor.request("Hi"));
            assertThat(first.json().path("model").stringValue()).isEqualTo("other");
            assertThat(first.body()).contains("\"length\"", "_tokens\":7", "_tokens\":9");
            assertThat(first.headers()).containsEntry("retry-after", "2");
            Answer second = RawClient.exchange(fake, vendor, vendor.request("Hi"));
            assertThat(second.json().path("usage").toString()).isEqualTo("{\"from\":\"us\"}");
            assertThat(second.headers()).containsEntry(vendor == Vendor.OPENAI ? "x-request-id" : "request-id", "a");
        }
    }

    @ParameterizedTest
    @EnumSource
    void system_prompt_and_content_blocks_are_read(Vendor vendor) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            ObjectNode body = vendor.request("unused");
            body.putArray("messages")
                    .addObject()
                    .put("role", "user")
                    .putArray("content")
                    .addObject()
                    .put("type", "text")
                    .put("text", "in a block");
            body.put("system", "Be short.");
            JsonNode json = RawClient.exchange(fake, vendor, body).json();
            assertThat(vendor.text(json)).isEqualTo("in a block");
            assertThat(json.path("usage").toString()).contains("_tokens\":5");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, 401, invalid_request_error, invalid_api_key",
        "OPENAI, 429, requests, rate_limit_exceeded",
        "OPENAI, 500, server_error,",
        "OPENAI, 503, service_unavailable_error, server_is_overloaded",
        "ANTHROPIC, 401, authentication_error,",
        "ANTHROPIC, 402, billing_error,",
        "ANTHROPIC, 429, rate_limit_error,",
        "ANTHROPIC, 500, api_error,",
        "ANTHROPIC, 529, overloaded_error,"
    })
    void errors_have_the_vendors_words(Vendor vendor, int status, String type, String code) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            fake.next(LlmReply.error(status));
            Answer answer = RawClient.exchange(fake, vendor, vendor.stream("Hi"));
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.json().at("/error/type").stringValue()).isEqualTo(type);
            assertThat(answer.json().at("/error/code").stringValue(null)).isEqualTo(code);
            if (vendor == Vendor.ANTHROPIC) {
                assertThat(answer.json().path("type").stringValue()).isEqualTo("error");
                assertThat(answer.json().path("request_id").stringValue()).isEqualTo("req_fake_1");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, insufficient_quota, /error/code, insufficient_quota",
        "OPENAI, slow_down, /error/code, rate_limit_error",
        "ANTHROPIC, enforced_spend_limit_reached, /error/details/error_code, rate_limit_error"
    })
    void an_error_may_have_a_code_of_its_own(Vendor vendor, String code, String place, String type) throws Exception {
        try (FakeLlm fake = vendor.start()) {
            fake.next(LlmReply.error(429, code, "No more."));
            JsonNode json =
                    RawClient.exchange(fake, vendor, vendor.request("Hi")).json();
            assertThat(json.at(place).stringValue()).isEqualTo(code);
            assertThat(json.at("/error/type").stringValue()).isEqualTo(type);
            assertThat(json.at("/error/message").stringValue()).isEqualTo("No more.");
        }
    }
}
