package io.breakwater.devservices;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's chat completions, without streams: those are {@link OpenAiStream}'s. */
final class OpenAiChat implements LlmDialect {

    static final long CREATED = 1_767_225_600L;

    private static final List<String> ROLES = List.of("developer", "system", "user", "assistant", "tool", "function");
    private static final Map<Integer, String> TYPES =
            Map.of(429, "requests", 503, "service_unavailable_error", 529, "service_unavailable_error");
    private static final Map<Integer, String> CODES = Map.of(
            401, "invalid_api_key",
            429, "rate_limit_exceeded",
            503, "server_is_overloaded",
            529, "server_is_overloaded");
    private static final Map<String, String> TYPES_OF_429 =
            Map.of("rate_limit_exceeded", "requests", "slow_down", "rate_limit_error");

    @Override
    public String basePath() {
        return "/v1";
    }

    @Override
    public String path() {
        return "/v1/chat/completions";
    }

    @Override
    public String requestIdHeader() {
        return "x-request-id";
    }

    @Override
    public void checkHeaders(LlmRequest request) {
        String key = request.header("authorization").orElse("");
        if (!key.matches(BEARER)) {
            throw LlmRefusal.of(401, "You didn't provide an API key: send it as Authorization: Bearer KEY");
        }
    }

    @Override
    public void checkBody(JsonNode body) {
        LlmDialect.checkMessages(body, ROLES);
    }

    @Override
    public LlmError unknownModel(String model) {
        return new LlmError(404, "model_not_found", "The model `" + model + "` does not exist");
    }

    @Override
    public ObjectNode error(LlmError error, String requestId) {
        String code = error.code() == null ? CODES.get(error.status()) : error.code();
        ObjectNode json = LlmJson.object();
        json.putObject("error")
                .put("message", error.message())
                .put("type", type(error.status(), code))
                .putNull("param")
                .put("code", code);
        return json;
    }

    private static String type(int status, @Nullable String code) {
        if (status == 429 && code != null) {
            return TYPES_OF_429.getOrDefault(code, "insufficient_quota");
        }
        return TYPES.getOrDefault(status, status < 500 ? "invalid_request_error" : "server_error");
    }

    @Override
    public ObjectNode usage(int input, int output) {
        ObjectNode usage = LlmJson.object()
                .put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", input + output);
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
        usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
        return usage;
    }

    @Override
    public ObjectNode message(LlmAnswer answer) {
        ObjectNode json = envelope(answer, "chat.completion");
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", contentOf(answer)).putNull("refusal");
        if (!answer.calls().isEmpty()) {
            message.putArray("tool_calls").addAll(calls(answer));
        }
        choice.putNull("logprobs").put("finish_reason", finish(answer));
        json.set("usage", answer.usage());
        return json;
    }

    static ObjectNode envelope(LlmAnswer answer, String object) {
        return LlmJson.object()
                .put("id", "chatcmpl-fake-" + answer.number())
                .put("object", object)
                .put("created", CREATED)
                .put("model", answer.model())
                .put("service_tier", "default");
    }

    static String finish(LlmAnswer answer) {
        return answer.finishOr("stop", "tool_calls");
    }

    static ObjectNode call(LlmAnswer answer, int index, String arguments) {
        ObjectNode call = LlmJson.object()
                .put("id", "call_fake_" + answer.number() + "_" + index)
                .put("type", "function");
        call.putObject("function").put("name", answer.calls().get(index).tool()).put("arguments", arguments);
        return call;
    }

    private static @Nullable String contentOf(LlmAnswer answer) {
        return answer.text().isEmpty() && !answer.calls().isEmpty() ? null : answer.text();
    }

    private static List<ObjectNode> calls(LlmAnswer answer) {
        List<ObjectNode> calls = new ArrayList<>();
        for (LlmContent.Call call : answer.calls()) {
            calls.add(call(answer, calls.size(), call.arguments()));
        }
        return calls;
    }

    @Override
    public List<LlmStep.Piece> events(LlmAnswer answer) {
        return new OpenAiStream(answer).events();
    }

    @Override
    public String errorEvent(String json) {
        return OpenAiStream.data(json);
    }

    @Override
    public String malformedEvent() {
        return OpenAiStream.data("{\"id\":\"chatcmpl-fake\",\"choices\":[{\"index\":0,\"del");
    }

    @Override
    public String ping() {
        return ": ping\n\n";
    }
}
