package io.breakwater.devservices;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** From a request to its answer: first what the vendor would refuse, then the script. */
final class LlmProvider {

    private static final String STREAM = "text/event-stream";
    private static final int PLAIN_PIECE = 32;

    private final LlmDialect dialect;
    private final LlmScript script;
    private volatile Set<String> models = Set.of();

    LlmProvider(LlmDialect dialect, LlmScript script) {
        this.dialect = dialect;
        this.script = script;
    }

    void models(Set<String> known) {
        models = known;
    }

    LlmResponse answer(LlmRequest request) {
        try {
            checkPlace(request);
            dialect.checkHeaders(request);
            JsonNode body = LlmJson.read(request.body());
            dialect.checkBody(body);
            LlmChat chat = LlmChat.of(body);
            checkModel(chat.model());
            return written(script.replyTo(request), chat, request);
        } catch (LlmRefusal e) {
            return refused(e.error(), request.number());
        }
    }

    LlmResponse refused(LlmError error, long number) {
        return error(error, LlmDelivery.PLAIN, number);
    }

    private void checkPlace(LlmRequest request) {
        String path = request.path().replaceFirst("\\?.*", "");
        if (!path.endsWith(dialect.path())) {
            throw LlmRefusal.of(404, "Invalid URL (" + request.method() + " " + path + ")");
        }
        if (!request.method().equals("POST")) {
            throw LlmRefusal.of(405, "Not allowed to " + request.method() + " on " + path);
        }
    }

    private void checkModel(String model) {
        if (!models.isEmpty() && !models.contains(model)) {
            throw new LlmRefusal(dialect.unknownModel(model));
        }
    }

    private LlmResponse written(LlmReply reply, LlmChat chat, LlmRequest request) {
        if (reply.content() instanceof LlmContent.Message message) {
            return message(message, reply.delivery(), chat, request.number());
        }
        if (reply.content() instanceof LlmContent.Failure failure) {
            return error(failure.error(), reply.delivery(), request.number());
        }
        return body((LlmContent.Body) reply.content(), reply.delivery(), request.number());
    }

    private LlmResponse message(LlmContent.Message message, LlmDelivery delivery, LlmChat chat, long number) {
        LlmAnswer answer = LlmAnswer.of(message, chat, number, dialect);
        if (chat.streamed()) {
            return response(200, STREAM, dialect.events(answer), delivery, number);
        }
        return response(200, "application/json", plain(dialect.message(answer).toString()), delivery, number);
    }

    private LlmResponse error(LlmError error, LlmDelivery delivery, long number) {
        String json = dialect.error(error, requestId(number)).toString();
        return response(error.status(), "application/json", plain(json), delivery, number);
    }

    private LlmResponse body(LlmContent.Body body, LlmDelivery delivery, long number) {
        List<LlmStep.Piece> pieces = isStream(body.contentType()) ? handwritten(body.text()) : plain(body.text());
        return response(body.status(), body.contentType(), pieces, delivery, number);
    }

    private LlmResponse response(
            int status, String contentType, List<LlmStep.Piece> pieces, LlmDelivery delivery, long number) {
        boolean streamed = isStream(contentType);
        LlmForm form = new LlmForm(dialect, streamed, requestId(number));
        LlmSteps steps = LlmSteps.of(pieces);
        for (LlmFault fault : delivery.faults()) {
            steps = fault.on(steps, form);
        }
        Map<String, String> headers =
                new TreeMap<>(Map.of("content-type", contentType, dialect.requestIdHeader(), requestId(number)));
        headers.putAll(delivery.headers());
        return new LlmResponse(status, headers, streamed, steps, delivery.pace(), delivery.fragment());
    }

    private static String requestId(long number) {
        return "req_fake_" + number;
    }

    private static boolean isStream(String contentType) {
        return contentType.startsWith(STREAM);
    }

    private static List<LlmStep.Piece> plain(String text) {
        return LlmTokens.chunks(text, PLAIN_PIECE).stream()
                .map(LlmStep.Piece::token)
                .toList();
    }

    private static List<LlmStep.Piece> handwritten(String stream) {
        return List.of(stream.split("(?<=\n\n|\r\r|\r\n\r\n)")).stream()
                .map(LlmStep.Piece::token)
                .toList();
    }
}
