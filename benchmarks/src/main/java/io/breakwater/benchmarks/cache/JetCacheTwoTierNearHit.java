package io.breakwater.benchmarks.cache;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.MultiLevelCacheBuilder;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** JetCache with both tiers, of which the near one answers: the other has been emptied. */
@State(Scope.Benchmark)
public class JetCacheTwoTierNearHit {

    private final JetCacheRemote<Long, String> remote;
    private final Cache<Long, String> cache;

    /** In a fork of JMH. */
    public JetCacheTwoTierNearHit() {
        this(BareRedis.ofFork());
    }

    JetCacheTwoTierNearHit(String uri) {
        remote = new JetCacheRemote<>(uri);
        cache = MultiLevelCacheBuilder.createMultiLevelCacheBuilder()
                .addCache(JetCacheLocalNearHit.<String>open(), remote.cache())
                .buildCache();
        NearEntries.putInto((key, value) -> JetCacheRemote.requireDone(cache.PUT(key, value)));
        BareRedis.empty(uri);
    }

    String get(Long key) {
        return NearEntries.present(cache.get(key));
    }

    /** Ends its threads. */
    @TearDown(Level.Trial)
    public void close() {
        cache.close();
        remote.close();
    }
}
