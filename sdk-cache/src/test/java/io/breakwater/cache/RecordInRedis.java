package io.breakwater.cache;

import io.breakwater.devservices.RedisServer;
import io.lettuce.core.SetArgs;
import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;

/** What is stored of a key, to look at and to age: for it alone time passes. */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record RecordInRedis(RedisServer server, byte[] key) {

    private static final int ENDS = 25;
    private static final int HOLDS = 33;

    static RecordInRedis of(RedisServer server, String cache, String key) {
        return new RecordInRedis(
                server, SharedKey.of(key, new RedisNames(cache)).record());
    }

    boolean exists() {
        return Plain.ask(server, redis -> redis.exists(key)) > 0;
    }

    /** As if Redis had evicted it, or it had expired. */
    void remove() {
        Plain.ask(server, redis -> redis.del(key));
    }

    /** How long Redis keeps it yet, in milliseconds. */
    long life() {
        return Plain.ask(server, redis -> redis.pttl(key));
    }

    long ends() {
        return ByteBuffer.wrap(bytes()).getLong(ENDS);
    }

    /** Its end, what it is held for, and its life come so much closer. */
    void age(long millis) {
        byte[] bytes = bytes();
        ByteBuffer.wrap(bytes).putLong(ENDS, ends() - millis);
        changeHolds(bytes, deadline -> deadline - millis);
        put(bytes, life() - millis);
    }

    /** What it is held for is over at a moment of the server's clock. */
    void endHoldsAt(long millis) {
        byte[] bytes = bytes();
        changeHolds(bytes, deadline -> millis);
        put(bytes, life());
    }

    private byte[] bytes() {
        return Plain.ask(server, redis -> redis.get(key));
    }

    private void put(byte[] bytes, long life) {
        if (life <= 0) {
            remove();
        } else {
            Plain.ask(server, redis -> redis.set(key, bytes, SetArgs.Builder.px(life)));
        }
    }

    private static void changeHolds(byte[] bytes, LongUnaryOperator change) {
        ByteBuffer record = ByteBuffer.wrap(bytes);
        int at = HOLDS + 1;
        for (int hold = 0; hold < bytes[HOLDS]; hold++) {
            record.putLong(at, change.applyAsLong(record.getLong(at)));
            at += Long.BYTES + 1 + Byte.toUnsignedInt(bytes[at + Long.BYTES]);
        }
    }
}
