package io.breakwater.benchmarks.cache;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import io.lettuce.core.KeyValue;
import java.util.List;

/** MGET with the client alone. */
final class LettuceMget implements Subject {

    private final BareRedis redis;

    LettuceMget(String uri) {
        redis = BareRedis.filled(uri);
    }

    @Override
    public Operation operation(int thread) {
        byte[][] keys = Values.all().keySet().stream().map(BareRedis::bytes).toArray(byte[][]::new);
        return () -> {
            List<KeyValue<byte[], byte[]>> found = redis.commands().mget(keys);
            for (int number = 0; number < Values.COUNT; number++) {
                Values.require(number, found.get(number).getValueOrElse(null));
            }
        };
    }

    @Override
    public void close() {
        redis.close();
    }
}
