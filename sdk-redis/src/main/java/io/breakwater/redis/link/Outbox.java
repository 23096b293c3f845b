package io.breakwater.redis.link;

import static java.util.Objects.requireNonNull;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.protocol.RedisCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What waits to be sent on one connection. Whatever has gathered by the time its event loop comes round leaves in one write, in
 * the order of its arrival, and GETs that stand together leave as one MGET. Nobody waits for others to come: a command that is
 * alone is sent alone.
 */
final class Outbox {

    private static final int LARGEST_BATCH = 256;
    private static final int MOST_MERGED = 128;

    private final Consumer<Collection<RedisCommand<byte[], byte[], ?>>> wire;
    private final Executor eventLoop;
    private final Counters counters;
    private final ConcurrentLinkedQueue<Call<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awaited = new AtomicBoolean();
    private final AtomicLong bytes = new AtomicLong();

    /** Used on the event loop only, but for its first value. */
    private volatile Merging merging;

    Outbox(
            Consumer<Collection<RedisCommand<byte[], byte[], ?>>> wire,
            Executor eventLoop,
            Merging merging,
            Counters counters) {
        this.wire = wire;
        this.eventLoop = eventLoop;
        this.merging = merging;
        this.counters = counters;
    }

    /** Those of the values that have not been written yet, in bytes. */
    long bytes() {
        return bytes.get();
    }

    void add(Call<?> call) {
        weigh(call.bytes());
        waiting.add(call);
        awaken();
    }

    /** They are seen all at once: none of them leaves earlier than the others. */
    void addAll(List<Call<?>> calls) {
        calls.forEach(call -> weigh(call.bytes()));
        waiting.addAll(calls);
        awaken();
    }

    private void awaken() {
        if (!awaited.get() && awaited.compareAndSet(false, true)) {
            eventLoop.execute(this::send);
        }
    }

    private void weigh(long more) {
        if (more != 0) {
            bytes.addAndGet(more);
        }
    }

    private void send() {
        awaited.set(false);
        List<Call<?>> batch = next();
        while (!batch.isEmpty()) {
            write(batch);
            batch = next();
        }
    }

    private void write(List<Call<?>> batch) {
        try {
            wire.accept(merged(batch));
        } catch (RuntimeException unwritable) {
            batch.forEach(call -> call.completeExceptionally(unwritable));
        }
    }

    /** Without those whose caller has given up: they have not been sent, and never will be. */
    private List<Call<?>> next() {
        List<Call<?>> batch = new ArrayList<>();
        Call<?> call = waiting.poll();
        while (call != null) {
            weigh(-call.bytes());
            if (!call.isDone()) {
                batch.add(call);
            }
            call = batch.size() == LARGEST_BATCH ? null : waiting.poll();
        }
        return batch;
    }

    private Collection<RedisCommand<byte[], byte[], ?>> merged(List<Call<?>> batch) {
        List<RedisCommand<byte[], byte[], ?>> commands = new ArrayList<>(batch.size());
        List<Call<byte[]>> gets = new ArrayList<>();
        for (Call<?> call : batch) {
            if (mayMerge(call)) {
                gets.add(get(call));
            } else {
                flush(gets, commands);
                addSingle(call, commands);
            }
        }
        flush(gets, commands);
        return commands;
    }

    private boolean mayMerge(Call<?> call) {
        return call.keyOfGet() != null && merging != Merging.OFF && !call.isAfterAsking();
    }

    @SuppressWarnings("unchecked") // what has the key of a GET answers with bytes
    private static Call<byte[]> get(Call<?> call) {
        return (Call<byte[]>) call;
    }

    private static void addSingle(Call<?> call, List<RedisCommand<byte[], byte[], ?>> commands) {
        if (call.isAfterAsking()) {
            commands.add(Commands.asking());
        }
        commands.add(call);
    }

    private void flush(List<Call<byte[]>> gets, List<RedisCommand<byte[], byte[], ?>> commands) {
        if (merging == Merging.OF_ONE_SLOT && gets.size() > 1) {
            Map<Integer, List<Call<byte[]>>> bySlot = new LinkedHashMap<>();
            gets.forEach(get -> bySlot.computeIfAbsent(
                            SlotHash.getSlot(requireNonNull(get.keyOfGet())), slot -> new ArrayList<>())
                    .add(get));
            bySlot.values().forEach(some -> addMerged(some, commands));
        } else {
            addMerged(gets, commands);
        }
        gets.clear();
    }

    private void addMerged(List<Call<byte[]>> gets, List<RedisCommand<byte[], byte[], ?>> commands) {
        for (int from = 0; from < gets.size(); from += MOST_MERGED) {
            List<Call<byte[]>> some = List.copyOf(gets.subList(from, Math.min(gets.size(), from + MOST_MERGED)));
            if (some.size() == 1) {
                commands.add(some.get(0));
            } else {
                counters.mergedGets.add(some.size());
                commands.add(new MergedGets(some, this::sendSingly));
            }
        }
    }

    /** Redis refused the MGET, perhaps for one of the keys: a GET of another caller must not fail for that. */
    private void sendSingly(List<Call<byte[]>> gets, String error) {
        if (error.startsWith("NOPERM") && error.contains("'mget'")) {
            merging = Merging.OFF;
        }
        List<RedisCommand<byte[], byte[], ?>> commands = new ArrayList<>(gets);
        commands.removeIf(RedisCommand::isDone);
        wire.accept(commands);
    }

    /** Which GETs may travel in one MGET. */
    enum Merging {
        /** Any. */
        ALL,
        /** A Cluster answers for the keys of one slot at a time. */
        OF_ONE_SLOT,
        /** None. */
        OFF
    }
}
