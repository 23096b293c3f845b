package io.breakwater.cache;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Changes of which Redis could not be told. Until it was, nothing of their keys is taken from either tier. There is a bound: beyond
 * it whoever adds has to give up the lane.
 */
final class RepairSet {

    static final int MOST = 10_000;

    private final ConcurrentMap<Object, Repair> repairs = new ConcurrentHashMap<>();

    /** A change to be told. Each is another one, also of the same key. */
    static final class Repair {

        private final Object key;
        private final SharedKey sharedKey;
        private final Hold hold;

        Repair(Object key, SharedKey sharedKey, Hold hold) {
            this.key = key;
            this.sharedKey = sharedKey;
            this.hold = hold;
        }

        private Repair after(Repair later) {
            return new Repair(key, sharedKey, hold.and(later.hold));
        }

        SharedKey sharedKey() {
            return sharedKey;
        }

        Hold hold() {
            return hold;
        }
    }

    /**
     * Notes a change.
     *
     * @return false if there is no room
     */
    boolean add(Repair repair) {
        if (repairs.size() >= MOST && !repairs.containsKey(repair.key)) {
            return false;
        }
        repairs.merge(repair.key, repair, Repair::after);
        return true;
    }

    boolean contains(Object key) {
        return !repairs.isEmpty() && repairs.containsKey(key);
    }

    /** How fresh a load must be of a key whose change is not told yet. */
    List<String> tokens(Object key) {
        Repair repair = repairs.get(key);
        return repair == null || repair.hold.window().isZero() ? List.of() : List.of(repair.hold.token());
    }

    int size() {
        return repairs.size();
    }

    List<Repair> some(int most) {
        return repairs.values().stream().limit(most).toList();
    }

    /** Redis has been told, unless the key has changed again since. */
    void done(Repair repair) {
        repairs.remove(repair.key, repair);
    }
}
