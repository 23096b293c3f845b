package io.breakwater.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** One run of the work for a key at a time: who comes while it runs waits for it, and gets what it yields or throws. */
final class SingleFlight<K, R> {

    private final String cache;
    private final ConcurrentMap<K, Flight<R>> flights = new ConcurrentHashMap<>();

    SingleFlight(String cache) {
        this.cache = cache;
    }

    /**
     * Runs the work in this thread, or waits for the run that is under way.
     *
     * @throws InterruptedException if interrupted while waiting for another thread
     * @throws IllegalStateException if the run that is under way is this thread's own
     */
    R run(K key, Supplier<R> work) throws InterruptedException {
        Flight<R> own = new Flight<>();
        Flight<R> underWay = flights.putIfAbsent(key, own);
        if (underWay == null) {
            return fly(key, own, work);
        }
        if (underWay.isOwn()) {
            throw new IllegalStateException(
                    "Cache " + cache + ", key " + key + ": the loader needs the value that it is loading");
        }
        return underWay.await();
    }

    /** Whoever comes from now on does not join the run that is under way. */
    void detach(K key) {
        flights.remove(key);
    }

    private R fly(K key, Flight<R> flight, Supplier<R> work) {
        flight.fly(work);
        flights.remove(key, flight);
        flight.land();
        return flight.outcome();
    }
}
