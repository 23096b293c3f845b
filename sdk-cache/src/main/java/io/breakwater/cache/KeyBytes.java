package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/** A key as bytes, and back: a letter for its type and the key as text. */
final class KeyBytes {

    static final int LONGEST = 1_024;

    private KeyBytes() {}

    static byte[] of(Object key) {
        byte type = type(key);
        byte[] text = utf8(key.toString());
        Require.that(text.length <= LONGEST, "key", text.length + " bytes", "at most 1024 bytes of UTF-8");
        byte[] bytes = new byte[1 + text.length];
        bytes[0] = type;
        System.arraycopy(text, 0, bytes, 1, text.length);
        return bytes;
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
    private static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (hasSurrogates(text) && !new String(bytes, UTF_8).equals(text)) {
            throw new IllegalArgumentException("Invalid key (" + text + "): must be well-formed Unicode");
        }
        return bytes;
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
