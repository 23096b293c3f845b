package io.breakwater.benchmarks.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;

/** The client alone, as it is after {@code RedisClient.create}: one connection for all threads. */
final class BareRedis implements AutoCloseable {

    /** The system property by which a fork of JMH knows the server. */
    static final String PROPERTY = "breakwater.bench.redis";

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final RedisClient client;
    private final RedisCommands<byte[], byte[]> commands;

    BareRedis(String uri) {
        RedisURI address = RedisURI.create(uri);
        address.setTimeout(TIMEOUT);
        client = RedisClient.create(address);
        commands = client.connect(ByteArrayCodec.INSTANCE).sync();
    }

    /** With all values under their keys. */
    static BareRedis filled(String uri) {
        BareRedis redis = new BareRedis(uri);
        SetArgs expiring = SetArgs.Builder.ex(Values.TTL);
        Values.all().forEach((key, value) -> redis.commands.set(bytes(key), value, expiring));
        return redis;
    }

    static byte[] bytes(String key) {
        return key.getBytes(US_ASCII);
    }

    static String ofFork() {
        return System.getProperty(PROPERTY, "");
    }

    /** What is read afterwards comes from this JVM. */
    static void empty(String uri) {
        try (BareRedis redis = new BareRedis(uri)) {
            redis.commands.flushall();
        }
    }

    RedisCommands<byte[], byte[]> commands() {
        return commands;
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
