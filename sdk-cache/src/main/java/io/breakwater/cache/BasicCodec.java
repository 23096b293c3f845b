package io.breakwater.cache;

import java.util.function.Function;

/** A codec of two functions. */
record BasicCodec<V>(int id, String name, Function<V, byte[]> encoder, Function<byte[], V> decoder)
        implements Codec<V> {

    static <V> Codec<V> of(int id, String name, Function<V, byte[]> encoder, Function<byte[], V> decoder) {
        return new BasicCodec<>(id, name, encoder, decoder);
    }

    @Override
    public byte[] encode(V value) {
        return encoder.apply(value);
    }

    @Override
    public V decode(byte[] payload) {
        return decoder.apply(payload);
    }

    @Override
    public String toString() {
        return "codec of " + name;
    }
}
