package io.breakwater.benchmarks.redis;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import io.breakwater.redis.link.RedisLink;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** GET through {@code sdk-redis}: one link for all threads. */
final class RedisLinkGet implements Subject {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final RedisLink link;

    RedisLinkGet(String uri) {
        link = RedisLink.open(uri, TIMEOUT);
    }

    @Override
    public Operation operation(int thread) {
        byte[] key = Keys.key();
        return () -> Keys.requireWhole(value(link, key));
    }

    private static byte[] value(RedisLink link, byte[] key) {
        byte @Nullable [] value = link.get(key).value();
        return value == null ? new byte[0] : value;
    }

    @Override
    public void close() {
        link.close();
    }
}
