package io.breakwater.cache;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Words of eight bytes that nobody else has: from a secure random beginning on, the sequence of SplitMix64 (Steele, Lea, Flood: Fast
 * Splittable Pseudorandom Number Generators), which repeats no number.
 */
final class Tokens {

    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final AtomicLong state = new AtomicLong(new SecureRandom().nextLong());

    byte[] next() {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(mix(state.addAndGet(STEP)))
                .array();
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
