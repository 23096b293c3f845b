package io.breakwater.app.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** JSON as the contract wants it: what a request does not say exactly is refused, with the field's name. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                            .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
            .build();

    private static final JsonMapper WITHOUT_NULLS = MAPPER.rebuild()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    /** The body of a request, which must be JSON of exactly the type's fields. */
    public static <T> T body(Context context, Class<T> type) {
        String mediaType = context.contentType();
        if (mediaType == null || !mediaType.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?")) {
            throw Problem.ofStatus(415, "Send application/json.");
        }
        byte[] body = context.bodyAsBytes();
        try {
            T value = MAPPER.readValue(body, type);
            if (value == null) {
                throw Problem.malformed("The body must be a JSON object.");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw Problem.validation(path(e), "is not a field of this request");
        } catch (DatabindException e) {
            String field = path(e);
            throw field.isEmpty()
                    ? Problem.malformed("The body must be a JSON object.")
                    : Problem.validation(field, "has a value of the wrong type");
        } catch (JacksonException e) {
            throw Problem.malformed("The body is not well-formed JSON.");
        }
    }

    /** Answers with a value as JSON. */
    public static void answer(Context context, int status, Object value) {
        context.status(status).contentType("application/json").result(MAPPER.writeValueAsBytes(value));
    }

    static void answer(Context context, Problem problem) {
        context.status(problem.status()).result(bytes(problem)).contentType("application/problem+json");
    }

    static byte[] bytes(Problem problem) {
        return WITHOUT_NULLS.writeValueAsBytes(problem.document());
    }

    private static String path(DatabindException e) {
        return e.getPath().stream()
                .map(reference -> String.valueOf(reference.getPropertyName()))
                .collect(Collectors.joining("."));
    }
}
