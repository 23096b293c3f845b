package io.breakwater.benchmarks.cache;

import io.breakwater.cache.Codec;

/** Bytes as they are. */
final class RawBytes implements Codec<byte[]> {

    private static final int ID = 100;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] encode(byte[] value) {
        return value;
    }

    @Override
    public byte[] decode(byte[] payload) {
        return payload;
    }
}
