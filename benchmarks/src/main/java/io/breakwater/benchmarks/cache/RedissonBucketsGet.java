package io.breakwater.benchmarks.cache;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import org.redisson.api.RBuckets;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/** Redisson's RBuckets, with bytes as they are. */
final class RedissonBucketsGet implements Subject {

    private final RedissonClient client;
    private final RBuckets buckets;

    RedissonBucketsGet(String uri) {
        client = RedissonClients.open(uri);
        buckets = client.getBuckets(ByteArrayCodec.INSTANCE);
        buckets.set(Values.all());
    }

    @Override
    public Operation operation(int thread) {
        String[] keys = Values.all().keySet().toArray(String[]::new);
        return () -> Values.requireAll(buckets.get(keys));
    }

    @Override
    public void close() {
        RedissonClients.close(client);
    }
}
