package io.breakwater.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * The source of one cache and what its nodes owe their readers: of each key the committed version, and for each node the one behind
 * which no read that begins now may fall. Keys are numbered; each lane has some.
 */
final class Ledger {

    private static final int KEYS_A_LANE = 2;
    static final int KEYS = Lane.COUNT * KEYS_A_LANE;

    private final String cache;
    private final WhenStoreFails whenStoreFails;
    private final List<String> names = names();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final AtomicLongArray source = new AtomicLongArray(KEYS);
    private final AtomicLongArray replaced = new AtomicLongArray(KEYS);
    private final List<AtomicLongArray> needs;
    private final AtomicIntegerArray loading = new AtomicIntegerArray(KEYS);
    private final LongAdder loads = new LongAdder();
    private final LongAdder overlaps = new LongAdder();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    Ledger(String cache, int nodes, WhenStoreFails whenStoreFails) {
        this.cache = cache;
        this.whenStoreFails = whenStoreFails;
        this.needs = IntStream.range(0, nodes)
                .mapToObj(i -> new AtomicLongArray(KEYS))
                .toList();
        IntStream.range(0, KEYS).forEach(key -> numbers.put(names.get(key), key));
    }

    String cache() {
        return cache;
    }

    WhenStoreFails whenStoreFails() {
        return whenStoreFails;
    }

    String name(int key) {
        return names.get(key);
    }

    int number(String name) {
        return numbers.get(name);
    }

    /** Those of a lane come one after the other. */
    static int laneOf(int key) {
        return key / KEYS_A_LANE;
    }

    long version(int key) {
        return source.get(key);
    }

    long commit(int key) {
        return source.incrementAndGet(key);
    }

    /** A writer with an optimistic lock: false if somebody else was faster. */
    boolean commit(int key, long version) {
        return source.compareAndSet(key, version - 1, version);
    }

    long need(int node, int key) {
        return needs.get(node).get(key);
    }

    /** From now on the node reads this version or a newer one. */
    void owes(int node, int key, long version) {
        if (version > need(node, key)) {
            needs.get(node).accumulateAndGet(key, version, Math::max);
        }
    }

    /** The node owes it, and the key's record in Redis is gone, if Redis is sure to have been told. */
    void replaced(int node, int key, long version) {
        owes(node, key, version);
        if (whenStoreFails == WhenStoreFails.FAIL) {
            replaced.accumulateAndGet(key, version, Math::max);
        }
    }

    /** No older one is in Redis. */
    long replaced(int key) {
        return replaced.get(key);
    }

    void check(int node, int key, long need, String value, String how) {
        if (value == null || Long.parseLong(value) < need || Long.parseLong(value) > version(key)) {
            violations.add("%s, key %s of lane %d: node %d owed version %d and read %s %s, the source has %d"
                    .formatted(cache, name(key), laneOf(key), node, need, value, how, version(key)));
        }
    }

    void loadBegins(int key) {
        loads.increment();
        if (loading.incrementAndGet(key) > 1) {
            overlaps.increment();
        }
    }

    void loadEnds(int key) {
        loading.decrementAndGet(key);
    }

    long loads() {
        return loads.sum();
    }

    /** Loads of a key that began while another one went on, on any node. */
    long overlaps() {
        return overlaps.sum();
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    boolean isClean() {
        return violations.isEmpty();
    }

    private static List<String> names() {
        List<List<String>> ofLanes = new ArrayList<>();
        IntStream.range(0, Lane.COUNT).forEach(lane -> ofLanes.add(new ArrayList<>()));
        for (int i = 0; ofLanes.stream().anyMatch(some -> some.size() < KEYS_A_LANE); i++) {
            String name = "k" + i;
            List<String> some = ofLanes.get(FillGuard.laneOf(SharedKey.stripeOf(KeyBytes.of(name))));
            if (some.size() < KEYS_A_LANE) {
                some.add(name);
            }
        }
        return ofLanes.stream().flatMap(List::stream).toList();
    }
}
