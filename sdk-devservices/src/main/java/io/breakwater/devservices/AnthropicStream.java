package io.breakwater.devservices;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The events of one message: its start, a start, deltas and a stop for each content block, its usage and its stop. */
final class AnthropicStream {

    private final LlmAnswer answer;
    private final List<LlmStep.Piece> events = new ArrayList<>();

    AnthropicStream(LlmAnswer answer) {
        this.answer = answer;
    }

    static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }

    List<LlmStep.Piece> events() {
        addStart();
        int block = 0;
        if (!answer.text().isEmpty()) {
            addText(block++);
        }
        for (int call = 0; call < answer.calls().size(); call++) {
            addCall(block++, call);
        }
        addDelta();
        add(of("message_stop"));
        return events;
    }

    private void addStart() {
        ObjectNode message = AnthropicMessages.envelope(answer);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.set("usage", answer.usage().deepCopy().put("output_tokens", 1));
        ObjectNode start = of("message_start");
        start.set("message", message);
        add(start);
    }

    private void addText(int index) {
        begin(index, LlmJson.object().put("type", "text").put("text", ""));
        for (String token : LlmTokens.of(answer.text())) {
            addToken(index, LlmJson.object().put("type", "text_delta").put("text", token));
        }
        stop(index);
    }

    private void addCall(int index, int call) {
        begin(index, AnthropicMessages.call(answer, call));
        for (String part : LlmTokens.ofArguments(answer.calls().get(call).arguments())) {
            addToken(index, LlmJson.object().put("type", "input_json_delta").put("partial_json", part));
        }
        stop(index);
    }

    private void begin(int index, ObjectNode block) {
        ObjectNode start = of("content_block_start").put("index", index);
        start.set("content_block", block);
        add(start);
        if (index == 0) {
            add(of("ping"));
        }
    }

    private void addToken(int index, ObjectNode delta) {
        ObjectNode event = of("content_block_delta").put("index", index);
        event.set("delta", delta);
        events.add(LlmStep.Piece.token(written(event)));
    }

    private void stop(int index) {
        add(of("content_block_stop").put("index", index));
    }

    /** Its usage is cumulative: it replaces that of the start. */
    private void addDelta() {
        ObjectNode event = of("message_delta");
        event.putObject("delta")
                .put("stop_reason", AnthropicMessages.finish(answer))
                .putNull("stop_sequence");
        event.set("usage", answer.usage());
        add(event);
    }

    private static ObjectNode of(String type) {
        return LlmJson.object().put("type", type);
    }

    private void add(ObjectNode event) {
        events.add(LlmStep.Piece.other(written(event)));
    }

    private static String written(ObjectNode event) {
        return event(event.path("type").stringValue(), event.toString());
    }
}
