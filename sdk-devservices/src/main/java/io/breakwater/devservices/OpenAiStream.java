package io.breakwater.devservices;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The {@code chat.completion.chunk} events of one answer. */
final class OpenAiStream {

    private final LlmAnswer answer;
    private final List<LlmStep.Piece> events = new ArrayList<>();

    OpenAiStream(LlmAnswer answer) {
        this.answer = answer;
    }

    static String data(String json) {
        return "data: " + json + "\n\n";
    }

    List<LlmStep.Piece> events() {
        add(
                LlmStep.Kind.OTHER,
                delta().put("role", "assistant").put("content", "").putNull("refusal"));
        LlmTokens.of(answer.text()).forEach(token -> add(LlmStep.Kind.TOKEN, delta().put("content", token)));
        addCalls();
        ObjectNode last = chunk(delta());
        ((ObjectNode) last.path("choices").path(0)).put("finish_reason", OpenAiChat.finish(answer));
        add(last);
        if (answer.usageAsked()) {
            addUsage();
        }
        events.add(LlmStep.Piece.other(data("[DONE]")));
        return events;
    }

    /** The fragments of several calls in turn: the index alone tells to which of them one belongs. */
    private void addCalls() {
        List<List<String>> fragments = answer.calls().stream()
                .map(call -> LlmTokens.ofArguments(call.arguments()))
                .toList();
        for (int call = 0; call < fragments.size(); call++) {
            add(LlmStep.Kind.OTHER, toolDelta(call, OpenAiChat.call(answer, call, "")));
        }
        int longest = fragments.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (int call = 0; call < fragments.size(); call++) {
                if (i < fragments.get(call).size()) {
                    addFragment(call, fragments.get(call).get(i));
                }
            }
        }
    }

    private void addFragment(int call, String fragment) {
        ObjectNode arguments = LlmJson.object();
        arguments.putObject("function").put("arguments", fragment);
        add(LlmStep.Kind.TOKEN, toolDelta(call, arguments));
    }

    private void addUsage() {
        ObjectNode chunk = OpenAiChat.envelope(answer, "chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", answer.usage());
        add(chunk);
    }

    private static ObjectNode delta() {
        return LlmJson.object();
    }

    private static ObjectNode toolDelta(int index, ObjectNode call) {
        ObjectNode delta = delta();
        delta.putArray("tool_calls").add(LlmJson.object().put("index", index).setAll(call));
        return delta;
    }

    private ObjectNode chunk(ObjectNode delta) {
        ObjectNode chunk = OpenAiChat.envelope(answer, "chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").putNull("finish_reason");
        if (answer.usageAsked()) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    private void add(LlmStep.Kind kind, ObjectNode delta) {
        events.add(new LlmStep.Piece(data(chunk(delta).toString()), kind));
    }

    private void add(ObjectNode chunk) {
        events.add(LlmStep.Piece.other(data(chunk.toString())));
    }
}
