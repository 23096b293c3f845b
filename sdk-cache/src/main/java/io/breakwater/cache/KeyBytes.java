package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.UUID;

/**
 * The Redis key of a cache's key: {@code cache:v1:NAME:} and then a letter for the key's type and the key as text. No name
 * holds a colon, so that two caches never meet in a key.
 */
final class KeyBytes {

    private static final int LONGEST = 1_024;

    private final byte[] prefix;

    KeyBytes(String cache) {
        prefix = ("cache:v1:" + cache + ":").getBytes(US_ASCII);
    }

    byte[] of(Object key) {
        byte type = type(key);
        ByteBuffer text = utf8(key.toString());
        Require.that(text.remaining() <= LONGEST, "key", text.remaining() + " bytes", "at most 1024 bytes of UTF-8");
        return ByteBuffer.allocate(prefix.length + 1 + text.remaining())
                .put(prefix)
                .put(type)
                .put(text)
                .array();
    }

    private static byte type(Object key) {
        if (key instanceof String) {
            return 's';
        }
        if (key instanceof Long) {
            return 'l';
        }
        if (key instanceof Integer) {
            return 'i';
        }
        if (key instanceof UUID) {
            return 'u';
        }
        throw new IllegalArgumentException("Invalid key type (" + key.getClass().getName()
                + "): must be String, Long, Integer or UUID where values are shared");
    }

    /** A string that is not well-formed has no bytes of its own: a replacement would make two keys one. */
    private static ByteBuffer utf8(String text) {
        try {
            return UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Invalid key (" + text + "): must be well-formed Unicode", e);
        }
    }
}
