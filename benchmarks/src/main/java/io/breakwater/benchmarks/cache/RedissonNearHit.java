package io.breakwater.benchmarks.cache;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.api.options.LocalCachedMapOptions.CacheProvider;

/** Redisson's map with a near cache, which is Caffeine here and answers: the map in Redis has been deleted. */
@State(Scope.Benchmark)
public class RedissonNearHit {

    private final RedissonClient client;
    private final RLocalCachedMap<Long, String> map;

    /** In a fork of JMH. */
    public RedissonNearHit() {
        this(BareRedis.ofFork());
    }

    RedissonNearHit(String uri) {
        client = RedissonClients.open(uri);
        map = client.getLocalCachedMap(LocalCachedMapOptions.<Long, String>name("bench")
                .cacheProvider(CacheProvider.CAFFEINE)
                .cacheSize(NearEntries.CAPACITY)
                .timeToLive(NearEntries.TTL));
        NearEntries.putInto(map::put);
        BareRedis.empty(uri);
    }

    String get(Long key) {
        return NearEntries.present(map.get(key));
    }

    /** Ends its threads. */
    @TearDown(Level.Trial)
    public void close() {
        RedissonClients.close(client);
    }
}
