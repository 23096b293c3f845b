package io.breakwater.benchmarks.redis;

import java.nio.charset.StandardCharsets;

/** What is read: one key with a value of 1 KB. Values are checked by their length alone, the same for all subjects. */
final class Keys {

    static final int VALUE_BYTES = 1024;

    private static final byte[] KEY = "bench:value".getBytes(StandardCharsets.US_ASCII);

    private Keys() {}

    static byte[] key() {
        return KEY;
    }

    static void requireWhole(byte[] value) {
        if (value.length != VALUE_BYTES) {
            throw new IllegalStateException("A value of " + value.length + " bytes came back, not of " + VALUE_BYTES);
        }
    }
}
