package io.breakwater.cache;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Those who wait for another node's load, and what wakes them before their time. Who misses a hint asks again in time. */
final class Hints {

    private final ConcurrentMap<ByteBuffer, CountDownLatch> awaited = new ConcurrentHashMap<>();

    /** Begins to listen. Must be {@linkplain #forget forgotten} in the end. */
    CountDownLatch listen(byte[] key) {
        return awaited.computeIfAbsent(ByteBuffer.wrap(key), k -> new CountDownLatch(1));
    }

    void forget(byte[] key, CountDownLatch hint) {
        awaited.remove(ByteBuffer.wrap(key), hint);
    }

    void tell(byte[] key) {
        CountDownLatch hint = awaited.remove(ByteBuffer.wrap(key));
        if (hint != null) {
            hint.countDown();
        }
    }

    int size() {
        return awaited.size();
    }

    /** Waits for a hint, or until it is time to ask again. */
    static void await(CountDownLatch hint, Duration atMost) throws InterruptedException {
        var unused = hint.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }
}
