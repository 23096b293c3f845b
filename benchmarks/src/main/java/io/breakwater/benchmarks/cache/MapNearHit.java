package io.breakwater.benchmarks.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A map without bound and expiry: a floor, and no cache. */
@State(Scope.Benchmark)
public class MapNearHit {

    private final ConcurrentMap<Long, String> map = new ConcurrentHashMap<>();

    /** Fills it. */
    public MapNearHit() {
        NearEntries.putInto(map::put);
    }

    String get(Long key) {
        return NearEntries.present(map.get(key));
    }
}
