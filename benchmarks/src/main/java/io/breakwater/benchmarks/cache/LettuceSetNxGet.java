package io.breakwater.benchmarks.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import io.lettuce.core.SetArgs;
import java.time.Duration;

/**
 * {@code SET key token NX GET PX 3000}: a read that would take a lease if there were no value, in one round trip, beside a GET
 * that would need another. Here there is a value, and nothing is set.
 */
final class LettuceSetNxGet implements Subject {

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final byte[] TOKEN = "0123456789abcdef".getBytes(US_ASCII);

    private final BareRedis redis;

    LettuceSetNxGet(String uri) {
        redis = BareRedis.filled(uri);
    }

    @Override
    public Operation operation(int thread) {
        byte[] key = BareRedis.bytes(Values.key(thread));
        SetArgs unlessThere = SetArgs.Builder.nx().px(LEASE);
        return () -> Values.require(thread, redis.commands().setGet(key, TOKEN, unlessThere));
    }

    @Override
    public void close() {
        redis.close();
    }
}
