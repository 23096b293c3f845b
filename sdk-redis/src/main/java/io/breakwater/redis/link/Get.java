package io.breakwater.redis.link;

import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.protocol.CommandType;
import java.nio.ByteBuffer;

/** A GET, which may travel together with others. */
final class Get extends Call<byte[]> {

    private final byte[] key;

    Get(byte[] key) {
        super(CommandType.GET, new Value(), arguments().addKey(key));
        this.key = key;
    }

    byte[] key() {
        return key;
    }

    /** A value of another type counts as none, as in an MGET: which of the two a GET travels in is not its caller's choice. */
    private static final class Value extends ByteArrayOutput<byte[], byte[]> {

        Value() {
            super(CODEC);
        }

        @Override
        public void setError(ByteBuffer words) {
            super.setError(words);
            if (new ErrorReply(getError()).is("WRONGTYPE")) {
                error = null;
            }
        }
    }
}
