package io.breakwater.cache;

import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a cache has stored of its keys, as it lies in Redis. */
final class Records implements AutoCloseable {

    private static final int END = 25;

    private final RedisNames names;
    private final RedisClient client;
    private final RedisCommands<byte[], byte[]> commands;

    Records(String uri, String cache) {
        this.names = new RedisNames(cache);
        this.client = RedisClient.create(uri);
        this.commands = client.connect(ByteArrayCodec.INSTANCE).sync();
    }

    RedisCommands<byte[], byte[]> commands() {
        return commands;
    }

    byte[] name(Object key) {
        return SharedKey.of(key, names).record();
    }

    byte @Nullable [] bytes(Object key) {
        return commands.get(name(key));
    }

    @Nullable
    StoredRecord get(Object key) {
        byte[] bytes = bytes(key);
        return bytes == null ? null : StoredRecord.parse(bytes);
    }

    StoredRecord.@Nullable Kind kind(Object key) {
        StoredRecord stored = get(key);
        return stored == null ? null : stored.kind();
    }

    long ttlMillis(Object key) {
        return commands.pttl(name(key));
    }

    /** Another payload in the value that is there. */
    void rewrap(Object key, byte[] payload) {
        StoredRecord stored = get(key);
        byte[] bytes = ByteBuffer.allocate(stored.body() + payload.length)
                .put(stored.bytes(), 0, stored.body())
                .put(payload)
                .array();
        commands.set(name(key), bytes, SetArgs.Builder.keepttl());
    }

    /** A value's end comes nearer, as if time had passed. Redis still keeps it as long as before. */
    void age(Object key, Duration time) {
        byte[] bytes = bytes(key);
        ByteBuffer record = ByteBuffer.wrap(bytes);
        record.putLong(END, record.getLong(END) - time.toMillis());
        commands.set(name(key), bytes, SetArgs.Builder.keepttl());
    }

    /** As if Redis had evicted it. */
    void remove(Object key) {
        commands.del(name(key));
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
