package io.breakwater.cache;

import io.breakwater.cache.RepairSet.Repair;
import io.breakwater.redis.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A cache among those on its link: what it knows of the lanes, and what is done for it at each heartbeat, which is to renew the leases of
 * the loads that go on and to make good what Redis could not be told.
 */
final class Membership implements Backplane.Member {

    private static final int MOST_AT_ONCE = 100;

    private final String name;
    private final RedisNames names;
    private final List<LaneView> views;
    private final Hints hints;
    private final Duration lease;
    private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
    private final RepairSet repairs = new RepairSet();
    private final Counters counters;
    private volatile SharedTier shared;

    @SuppressWarnings("NullAway.Init") // the shared tier and its membership need each other
    Membership(String name, List<LaneView> views, Hints hints, Duration lease, Counters counters) {
        this.name = name;
        this.names = new RedisNames(name);
        this.views = views;
        this.hints = hints;
        this.lease = lease;
        this.counters = counters;
    }

    /** The values in Redis, by this member's view. */
    SharedTier over(Backplane backplane) {
        shared = new SharedTier(name, backplane, this);
        return shared;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public RedisNames names() {
        return names;
    }

    @Override
    public LaneView view(int lane) {
        return views.get(lane);
    }

    @Override
    public void filled(byte[] key) {
        hints.tell(key);
    }

    /** The leases of the loads that are under way. */
    Set<Lease> leases() {
        return leases;
    }

    RepairSet repairs() {
        return repairs;
    }

    /** Redis could not be told of a change; it will be. If there are too many, all of the lane ends. */
    void repairLater(Object key, SharedKey sharedKey, Hold hold) {
        if (!repairs.add(key, sharedKey, hold)) {
            view(sharedKey.lane()).renew();
        }
    }

    @Override
    public void beat() {
        try {
            leases.forEach(this::renew);
            if (repairs.size() > 0) {
                IntStream.range(0, Lane.COUNT).forEach(this::repair);
            }
        } catch (RedisException e) {
            // The next heartbeat tries again; who reads or writes meanwhile is told.
            counters.sharedFailed();
        }
    }

    private void renew(Lease held) {
        if (System.nanoTime() - held.grantedAt() > lease.toNanos() / 3) {
            shared.renew(held, lease);
        }
    }

    private void repair(int lane) {
        Map<Hold, List<Map.Entry<Object, Repair>>> byHold = repairs.of(lane).entrySet().stream()
                .limit(MOST_AT_ONCE)
                .collect(Collectors.groupingBy(entry -> entry.getValue().hold()));
        byHold.forEach((hold, entries) -> repair(lane, hold, entries));
    }

    private void repair(int lane, Hold hold, List<Map.Entry<Object, Repair>> entries) {
        List<SharedKey> keys =
                entries.stream().map(entry -> entry.getValue().key()).toList();
        shared.invalidate(lane, keys, hold);
        entries.forEach(entry -> repairs.done(Map.of(entry.getKey(), entry.getValue())));
        counters.repaired(entries.size());
    }
}
