package io.breakwater.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes of which Redis could not be told. Until it was, nothing of their keys is taken from either tier. There is a bound: beyond
 * it whoever adds has to give up the lane.
 */
final class RepairSet {

    static final int MOST = 10_000;

    private final Map<Object, Repair> repairs = new ConcurrentHashMap<>();

    /** A change to be told. */
    record Repair(SharedKey key, Hold hold) {}

    /**
     * Notes a change.
     *
     * @return false if there is no room
     */
    boolean add(Object key, SharedKey shared, Hold hold) {
        if (repairs.size() >= MOST && !repairs.containsKey(key)) {
            return false;
        }
        repairs.put(key, new Repair(shared, hold));
        return true;
    }

    boolean contains(Object key) {
        return !repairs.isEmpty() && repairs.containsKey(key);
    }

    int size() {
        return repairs.size();
    }

    /** Those of a lane. */
    Map<Object, Repair> of(int lane) {
        Map<Object, Repair> some = new HashMap<>();
        repairs.forEach((key, repair) -> {
            if (repair.key().lane() == lane) {
                some.put(key, repair);
            }
        });
        return some;
    }

    /** Redis has been told, unless the key has changed again since. */
    void done(Map<Object, Repair> told) {
        told.forEach(repairs::remove);
    }
}
