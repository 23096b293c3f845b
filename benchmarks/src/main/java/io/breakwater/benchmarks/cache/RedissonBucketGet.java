package io.breakwater.benchmarks.cache;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/** Redisson's RBucket, with bytes as they are. */
final class RedissonBucketGet implements Subject {

    private final RedissonClient client;

    RedissonBucketGet(String uri) {
        client = RedissonClients.open(uri);
        Values.all().forEach((key, value) -> bucket(key).set(value, Values.TTL));
    }

    private RBucket<byte[]> bucket(String key) {
        return client.getBucket("redisson:" + key, ByteArrayCodec.INSTANCE);
    }

    @Override
    public Operation operation(int thread) {
        RBucket<byte[]> bucket = bucket(Values.key(thread));
        return () -> Values.require(thread, bucket.get());
    }

    @Override
    public void close() {
        RedissonClients.close(client);
    }
}
