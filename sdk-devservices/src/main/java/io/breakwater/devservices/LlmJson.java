package io.breakwater.devservices;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees. */
final class LlmJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private LlmJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static boolean isObject(String json) {
        try {
            return MAPPER.readTree(json).isObject();
        } catch (JacksonException e) {
            return false;
        }
    }

    /** Text that is a JSON object, as was checked before; nothing is an empty object. */
    static ObjectNode object(String json) {
        return json.isEmpty() ? object() : (ObjectNode) MAPPER.readTree(json);
    }

    static JsonNode read(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw LlmRefusal.invalid("The body of the request is no JSON: " + e.getOriginalMessage());
        }
    }
}
