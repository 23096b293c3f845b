package io.breakwater.devservices;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a vendor writes. */
interface LlmDialect {

    String BEARER = "Bearer \\S+";

    /** What a client's base URL has behind the port. */
    String basePath();

    String path();

    String requestIdHeader();

    /**
     * Checks what the vendor checks before anything else.
     *
     * @throws LlmRefusal if the key or another header is missing
     */
    void checkHeaders(LlmRequest request);

    /**
     * Checks the fields that the vendor requires.
     *
     * @throws LlmRefusal if one is missing
     */
    void checkBody(JsonNode body);

    LlmError unknownModel(String model);

    ObjectNode error(LlmError error, String requestId);

    ObjectNode usage(int input, int output);

    ObjectNode message(LlmAnswer answer);

    List<LlmStep.Piece> events(LlmAnswer answer);

    String errorEvent(String json);

    String malformedEvent();

    String ping();

    /**
     * Checks that the messages are there, each with one of these roles.
     *
     * @throws LlmRefusal if not
     */
    static void checkMessages(JsonNode body, List<String> roles) {
        require(!body.path("model").stringValue("").isBlank(), "model: field required");
        JsonNode messages = body.path("messages");
        require(messages.isArray() && !messages.isEmpty(), "messages: at least one message is required");
        for (JsonNode message : messages) {
            String role = message.path("role").stringValue("");
            require(roles.contains(role), "messages: role '" + role + "' is none of " + roles);
        }
    }

    static void require(boolean valid, String message) {
        if (!valid) {
            throw LlmRefusal.invalid(message);
        }
    }
}
