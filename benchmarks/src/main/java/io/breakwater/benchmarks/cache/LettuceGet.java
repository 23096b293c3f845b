package io.breakwater.benchmarks.cache;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;

/** GET with the client alone. */
final class LettuceGet implements Subject {

    private final BareRedis redis;

    LettuceGet(String uri) {
        redis = BareRedis.filled(uri);
    }

    @Override
    public Operation operation(int thread) {
        byte[] key = BareRedis.bytes(Values.key(thread));
        return () -> Values.require(thread, redis.commands().get(key));
    }

    @Override
    public void close() {
        redis.close();
    }
}
