package io.breakwater.devservices;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's Messages, without streams: those are {@link AnthropicStream}'s. */
final class AnthropicMessages implements LlmDialect {

    private static final List<String> ROLES = List.of("user", "assistant");
    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(401, "authentication_error"),
            Map.entry(402, "billing_error"),
            Map.entry(403, "permission_error"),
            Map.entry(404, "not_found_error"),
            Map.entry(409, "conflict_error"),
            Map.entry(413, "request_too_large"),
            Map.entry(429, "rate_limit_error"),
            Map.entry(504, "timeout_error"),
            Map.entry(529, "overloaded_error"));

    @Override
    public String basePath() {
        return "";
    }

    @Override
    public String path() {
        return "/v1/messages";
    }

    @Override
    public String requestIdHeader() {
        return "request-id";
    }

    @Override
    public void checkHeaders(LlmRequest request) {
        if (request.header("x-api-key").orElse("").isBlank()
                && !request.header("authorization").orElse("").matches(LlmDialect.BEARER)) {
            throw LlmRefusal.of(401, "x-api-key header is required");
        }
        LlmDialect.require(request.header("anthropic-version").isPresent(), "anthropic-version: header is required");
    }

    @Override
    public void checkBody(JsonNode body) {
        LlmDialect.checkMessages(body, ROLES);
        LlmDialect.require(
                body.path("max_tokens").canConvertToInt()
                        && body.path("max_tokens").intValue() > 0,
                "max_tokens: a number greater than 0 is required");
    }

    @Override
    public LlmError unknownModel(String model) {
        return new LlmError(404, null, "model: " + model);
    }

    @Override
    public ObjectNode error(LlmError error, String requestId) {
        ObjectNode json = LlmJson.object().put("type", "error");
        ObjectNode inner = json.putObject("error")
                .put(
                        "type",
                        TYPES.getOrDefault(
                                error.status(), error.status() < 500 ? "invalid_request_error" : "api_error"))
                .put("message", error.message());
        if (error.code() != null) {
            inner.putObject("details").put("error_code", error.code());
        }
        return json.put("request_id", requestId);
    }

    @Override
    public ObjectNode usage(int input, int output) {
        return LlmJson.object()
                .put("input_tokens", input)
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", output)
                .put("service_tier", "standard");
    }

    @Override
    public ObjectNode message(LlmAnswer answer) {
        ObjectNode json = envelope(answer);
        json.putArray("content").addAll(content(answer));
        json.put("stop_reason", finish(answer)).putNull("stop_sequence");
        json.set("usage", answer.usage());
        return json;
    }

    static ObjectNode envelope(LlmAnswer answer) {
        return LlmJson.object()
                .put("id", "msg_fake_" + answer.number())
                .put("type", "message")
                .put("role", "assistant")
                .put("model", answer.model());
    }

    static String finish(LlmAnswer answer) {
        return answer.finishOr("end_turn", "tool_use");
    }

    /** As a content block begins: with its input still empty. */
    static ObjectNode call(LlmAnswer answer, int index) {
        ObjectNode block = LlmJson.object()
                .put("type", "tool_use")
                .put("id", "toolu_fake_" + answer.number() + "_" + index)
                .put("name", answer.calls().get(index).tool());
        block.putObject("input");
        return block;
    }

    private static ArrayNode content(LlmAnswer answer) {
        ArrayNode content = LlmJson.array();
        if (!answer.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", answer.text());
        }
        for (int i = 0; i < answer.calls().size(); i++) {
            ObjectNode block = call(answer, i);
            block.set("input", LlmJson.object(answer.calls().get(i).arguments()));
            content.add(block);
        }
        return content;
    }

    @Override
    public List<LlmStep.Piece> events(LlmAnswer answer) {
        return new AnthropicStream(answer).events();
    }

    @Override
    public String errorEvent(String json) {
        return AnthropicStream.event("error", json);
    }

    @Override
    public String malformedEvent() {
        return AnthropicStream.event("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"del");
    }

    @Override
    public String ping() {
        return AnthropicStream.event("ping", "{\"type\":\"ping\"}");
    }
}
