package io.breakwater.devservices;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A message with all that follows from the request filled in, ready for a dialect to write down. */
record LlmAnswer(
        long number,
        String model,
        String text,
        List<LlmContent.Call> calls,
        @Nullable String finish,
        ObjectNode usage,
        boolean usageAsked) {

    static LlmAnswer of(LlmContent.Message message, LlmChat chat, long number, LlmDialect dialect) {
        String text = message.text() == null ? chat.lastText() : message.text();
        return new LlmAnswer(
                number,
                message.model() == null ? chat.model() : message.model(),
                text,
                message.calls(),
                message.finish(),
                usage(message, text, chat, dialect),
                chat.usageAsked());
    }

    String finishOr(String complete, String forCalls) {
        if (finish != null) {
            return finish;
        }
        return calls.isEmpty() ? complete : forCalls;
    }

    private static ObjectNode usage(LlmContent.Message message, String text, LlmChat chat, LlmDialect dialect) {
        if (message.usage() != null) {
            return LlmJson.object(message.usage());
        }
        if (message.tokens() != null) {
            return dialect.usage(message.tokens().input(), message.tokens().output());
        }
        return dialect.usage(chat.inputTokens(), outputTokens(text, message.calls()));
    }

    private static int outputTokens(String text, List<LlmContent.Call> calls) {
        int ofCalls = calls.stream()
                .mapToInt(call -> LlmTokens.ofArguments(call.arguments()).size())
                .sum();
        return LlmTokens.of(text).size() + ofCalls;
    }
}
