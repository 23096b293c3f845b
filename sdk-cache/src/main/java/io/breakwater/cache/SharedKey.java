package io.breakwater.cache;

import java.util.zip.CRC32;

/** A key as Redis knows it, and as the guard does. */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record SharedKey(byte[] bytes, int lane, int stripe, byte[] record) {

    static SharedKey of(Object key, RedisNames names) {
        return ofBytes(KeyBytes.of(key), names);
    }

    static SharedKey ofBytes(byte[] bytes, RedisNames names) {
        int stripe = stripeOf(bytes);
        int lane = FillGuard.laneOf(stripe);
        return new SharedKey(bytes, lane, stripe, names.record(lane, bytes));
    }

    /** By the lowest four bits of the CRC-32 the lane, by the next ones the stripe in it. */
    static int stripeOf(byte[] bytes) {
        CRC32 hash = new CRC32();
        hash.update(bytes);
        long value = hash.getValue();
        int lane = (int) (value & (Lane.COUNT - 1));
        int inLane = (int) (value >>> 8) & (FillGuard.STRIPES_A_LANE - 1);
        return lane * FillGuard.STRIPES_A_LANE + inLane;
    }
}
