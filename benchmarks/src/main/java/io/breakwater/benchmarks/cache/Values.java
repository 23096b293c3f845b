package io.breakwater.benchmarks.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What each subject keeps in Redis: 100 values of 1 KB, told apart by their first byte. A thread reads the value of its number, so
 * that no two of them ask for the same, or all values together.
 */
final class Values {

    static final int COUNT = 100;
    static final int BYTES = 1_024;
    static final Duration TTL = Duration.ofDays(1);

    private static final String[] KEYS =
            IntStream.range(0, COUNT).mapToObj(number -> "bench:" + number).toArray(String[]::new);

    private Values() {}

    static String key(int number) {
        return KEYS[number];
    }

    private static byte[] value(int number) {
        byte[] value = new byte[BYTES];
        value[0] = (byte) number;
        return value;
    }

    /** By key, in the order of their numbers. */
    static Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (int number = 0; number < COUNT; number++) {
            all.put(key(number), value(number));
        }
        return all;
    }

    /** A miss, or the answer to somebody else, must not count as a fast hit. */
    static void require(int number, byte @Nullable [] value) {
        if (value == null) {
            throw new IllegalStateException("There was no value of number " + number);
        }
        if (value.length != BYTES || value[0] != number) {
            throw new IllegalStateException("Not the value of number " + number + ", but " + value.length
                    + " bytes that begin with " + (value.length == 0 ? "nothing" : String.valueOf(value[0])));
        }
    }

    /** Of a read of all. */
    static void requireAll(Map<String, byte[]> found) {
        for (int number = 0; number < COUNT; number++) {
            require(number, found.get(KEYS[number]));
        }
    }
}
