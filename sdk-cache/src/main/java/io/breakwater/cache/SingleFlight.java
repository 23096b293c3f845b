package io.breakwater.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * One search for a key at a time. Who comes while it is under way joins it, unless the key has changed since it began: what it finds
 * may be from before the change.
 */
final class SingleFlight<K, R> {

    private final ConcurrentMap<K, Flight<R>> flights = new ConcurrentHashMap<>();

    /**
     * The flight to wait for.
     *
     * @param own to be flown by the caller if it is what comes back
     */
    Flight<R> join(K key, Flight<R> own) {
        return flights.merge(key, own, (underWay, mine) -> underWay.seen() >= mine.seen() ? underWay : mine);
    }

    /** Whoever comes from now on begins anew. */
    void leave(K key, Flight<R> flight) {
        flights.remove(key, flight);
    }

    void endAll(Consumer<Flight<R>> end) {
        flights.values().forEach(end);
        flights.clear();
    }

    int size() {
        return flights.size();
    }
}
