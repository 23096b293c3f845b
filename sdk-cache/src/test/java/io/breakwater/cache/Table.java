package io.breakwater.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The source behind the caches. Who has read from it, or has not written yet, can be held up at a gate. */
final class Table implements Loader<String, String>, Writer<String, String> {

    private final Map<String, String> rows = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile Gate afterRead = GatedCodec.open();
    private volatile Gate beforeWrite = GatedCodec.open();
    private volatile Gate afterWrite = GatedCodec.open();

    Table(String value) {
        commit(value);
    }

    /** Another value of {@code k}, past all caches. */
    void commit(String value) {
        rows.put("k", value);
    }

    String row(String key) {
        return rows.get(key);
    }

    int reads() {
        return reads.get();
    }

    @Override
    public String load(String key) {
        String value = rows.get(key);
        reads.incrementAndGet();
        afterRead.pass();
        return value;
    }

    @Override
    public void write(String key, String value) {
        beforeWrite.pass();
        rows.put(key, value);
        afterWrite.pass();
    }

    @Override
    public void delete(String key) {
        rows.remove(key);
    }

    /** The next reader keeps what it has read to itself until this is opened; see {@link #let}. */
    Gate holdAfterRead() {
        afterRead = new Gate();
        return afterRead;
    }

    Gate holdBeforeWrite() {
        beforeWrite = new Gate();
        return beforeWrite;
    }

    Gate holdAfterWrite() {
        afterWrite = new Gate();
        return afterWrite;
    }

    /** Waits until somebody is at a gate, and lets all who come later pass. */
    void let(Gate gate) {
        gate.awaitReached();
        afterRead = GatedCodec.open();
        beforeWrite = GatedCodec.open();
        afterWrite = GatedCodec.open();
    }
}
