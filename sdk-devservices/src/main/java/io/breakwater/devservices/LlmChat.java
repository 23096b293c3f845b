package io.breakwater.devservices;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What the fake reads of a request, in either dialect. */
record LlmChat(String model, boolean streamed, boolean usageAsked, int inputTokens, String lastText) {

    static LlmChat of(JsonNode body) {
        JsonNode messages = body.path("messages");
        return new LlmChat(
                body.path("model").stringValue(""),
                body.path("stream").booleanValue(false),
                body.path("stream_options").path("include_usage").booleanValue(false),
                tokens(body.path("system")) + tokens(messages),
                text(messages.path(messages.size() - 1)));
    }

    private static int tokens(JsonNode node) {
        return LlmTokens.of(text(node)).size();
    }

    /** Of a string, a content block, a message, or a list of them. */
    private static String text(JsonNode node) {
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(LlmChat::text)
                    .collect(Collectors.joining("\n"));
        }
        if (node.isObject()) {
            return text(node.has("text") ? node.path("text") : node.path("content"));
        }
        return node.stringValue("");
    }
}
