package io.breakwater.cache;

import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as JSON, by Jackson: records, beans, and the types of {@code java.time}.
 *
 * <p>Decoding is strict. JSON with a property that the class does not have, or without one that its constructor needs, was
 * written by another version of the class: it is loaded again rather than half understood. Getters of derived values are left
 * out. A class that leaves out properties when it is written, as with {@code @JsonInclude(NON_NULL)}, needs a codec of its own.
 *
 * @param <V> the values
 */
public final class JsonCodec<V> implements Codec<V> {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.REQUIRE_SETTERS_FOR_GETTERS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Class<V> type;
    private final int version;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    private JsonCodec(Class<V> type, int version) {
        this.type = type;
        this.version = version;
        this.writer = MAPPER.writerFor(type);
        this.reader = MAPPER.readerFor(type);
    }

    /**
     * A codec for a class. Wrap a collection in a record of your own.
     *
     * @param type the class
     * @param <V> the values
     * @return the codec
     */
    public static <V> JsonCodec<V> of(Class<V> type) {
        return new JsonCodec<>(Objects.requireNonNull(type, "type"), 1);
    }

    /**
     * The same for a later version of the class; see {@link Codec#version()}.
     *
     * @param number 1 to 32767
     * @return a codec of that version
     * @throws IllegalArgumentException if the number is out of range
     */
    public JsonCodec<V> version(int number) {
        Require.that(number >= 1 && number <= Short.MAX_VALUE, "version", number, "1 to 32767");
        return new JsonCodec<>(type, number);
    }

    @Override
    public int id() {
        return 1;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public byte[] encode(V value) {
        return writer.writeValueAsBytes(value);
    }

    @Override
    public V decode(byte[] payload) {
        return Objects.requireNonNull(reader.<V>readValue(payload), "JSON null");
    }

    @Override
    public String toString() {
        return "JsonCodec of " + type.getName();
    }
}
