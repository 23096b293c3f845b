package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What the things of a cache are called in Redis: {@code cache:NAME:}, the tag of the lane in braces, a letter for what it is, and for
 * what belongs to a key a colon and the key's bytes. No name of a cache holds a colon or a brace, so that two caches never meet.
 */
final class RedisNames {

    private final byte[][] prefixes = new byte[Lane.COUNT][];

    RedisNames(String cache) {
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            prefixes[lane] = ("cache:" + cache + ":{" + Lane.tag(lane) + "}").getBytes(US_ASCII);
        }
    }

    /** What is stored of a key. */
    byte[] record(int lane, byte[] key) {
        return ofKey(lane, 'e', key);
    }

    /** Who refreshes the value of a key. */
    byte[] refresh(int lane, byte[] key) {
        return ofKey(lane, 'r', key);
    }

    /** What is known of a lane. */
    byte[] control(int lane) {
        return named(lane, 'c', 0);
    }

    /** The last mutations of a lane. */
    byte[] log(int lane) {
        return named(lane, 'm', 0);
    }

    /** Where the mutations of a lane are published, those of all caches. */
    static byte[] channel(int lane) {
        return ("cache:{" + Lane.tag(lane) + "}").getBytes(US_ASCII);
    }

    private byte[] ofKey(int lane, char what, byte[] key) {
        byte[] name = named(lane, what, 1 + key.length);
        int at = name.length - key.length;
        name[at - 1] = ':';
        System.arraycopy(key, 0, name, at, key.length);
        return name;
    }

    private byte[] named(int lane, char what, int more) {
        byte[] prefix = prefixes[lane];
        byte[] name = new byte[prefix.length + 1 + more];
        System.arraycopy(prefix, 0, name, 0, prefix.length);
        name[prefix.length] = (byte) what;
        return name;
    }
}
