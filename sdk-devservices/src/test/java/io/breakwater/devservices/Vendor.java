package io.breakwater.devservices;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Both dialects, as a client sees them. */
enum Vendor {
    OPENAI("/v1/chat/completions", "authorization: Bearer test-key\r\n"),
    ANTHROPIC("/v1/messages", "x-api-key: test-key\r\nanthropic-version: 2023-06-01\r\n");

    final String path;
    final String headers;

    Vendor(String path, String headers) {
        this.path = path;
        this.headers = headers;
    }

    FakeLlm start() {
        return this == OPENAI ? FakeLlm.openAi() : FakeLlm.anthropic();
    }

    ObjectNode request(String text) {
        ObjectNode body = LlmJson.object().put("model", "some-model").put("max_tokens", 100);
        body.putArray("messages").addObject().put("role", "user").put("content", text);
        return body;
    }

    ObjectNode stream(String text) {
        return request(text).put("stream", true);
    }

    String text(JsonNode message) {
        return this == OPENAI
                ? message.at("/choices/0/message/content").stringValue("")
                : message.at("/content/0/text").stringValue("");
    }

    /** What the deltas of a stream add up to. */
    String streamedText(String stream) {
        return events(stream).stream()
                .map(event -> this == OPENAI ? event.at("/choices/0/delta/content") : event.at("/delta/text"))
                .map(node -> node.stringValue(""))
                .collect(Collectors.joining());
    }

    static List<JsonNode> events(String stream) {
        return dataOf(stream)
                .filter(data -> data.startsWith("{"))
                .map(LlmJson::read)
                .toList();
    }

    static Stream<String> dataOf(String stream) {
        return stream.lines().filter(line -> line.startsWith("data: ")).map(line -> line.substring(6));
    }

    boolean isComplete(String stream) {
        return dataOf(stream).anyMatch(this == OPENAI ? "[DONE]"::equals : "{\"type\":\"message_stop\"}"::equals);
    }
}
