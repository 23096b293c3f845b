package io.breakwater.redis.link;

import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.protocol.CommandType;

/** A GET, which may travel together with others. */
final class Get extends Call<byte[]> {

    private final byte[] key;

    Get(byte[] key) {
        super(CommandType.GET, new ByteArrayOutput<>(CODEC), arguments().addKey(key));
        this.key = key;
    }

    byte[] key() {
        return key;
    }
}
