package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.UUID;

/** A key as bytes, and back: a letter for its type and the key as text. */
final class KeyBytes {

    static final int LONGEST = 1_024;

    private KeyBytes() {}

    static byte[] of(Object key) {
        byte type = type(key);
        ByteBuffer text = utf8(key.toString());
        Require.that(text.remaining() <= LONGEST, "key", text.remaining() + " bytes", "at most 1024 bytes of UTF-8");
        return ByteBuffer.allocate(1 + text.remaining()).put(type).put(text).array();
    }

    /** The key whose bytes these are. */
    static Object read(byte[] bytes) {
        String text = new String(bytes, 1, bytes.length - 1, UTF_8);
        return switch (bytes[0]) {
            case 's' -> text;
            case 'l' -> Long.valueOf(text);
            case 'i' -> Integer.valueOf(text);
            case 'u' -> UUID.fromString(text);
            default -> throw new IllegalArgumentException("Invalid key type (" + bytes[0] + "): must be s, l, i or u");
        };
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
