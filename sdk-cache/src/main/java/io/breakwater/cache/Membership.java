package io.breakwater.cache;

import io.breakwater.cache.LaneScripts.Told;
import io.breakwater.cache.RepairSet.Repair;
import io.breakwater.redis.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A cache among those on its link: what it knows of the lanes, and what is done for it at each heartbeat, which is to renew the leases of
 * the loads that go on and to make good what Redis could not be told.
 */
final class Membership implements Backplane.Member {

    private static final int MOST_AT_ONCE = 1_000;

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
        shared = new SharedTier(backplane, this);
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
        if (!repairs.add(new Repair(key, sharedKey, hold))) {
            view(sharedKey.lane()).renew();
        }
    }

    @Override
    public void beat() {
        try {
            renew();
            repair();
        } catch (RedisException e) {
            // The next heartbeat tries again; who reads or writes meanwhile is told.
            counters.sharedFailed();
        }
    }

    private void renew() {
        long now = System.nanoTime();
        List<Lease> old = leases.stream()
                .filter(held -> now - held.grantedAt() > lease.toNanos() / 3)
                .toList();
        if (!old.isEmpty()) {
            shared.renew(old, lease);
        }
    }

    private void repair() {
        Map<Hold, List<Repair>> byHold =
                repairs.some(MOST_AT_ONCE).stream().collect(Collectors.groupingBy(Repair::hold));
        byHold.forEach(this::repair);
    }

    private void repair(Hold hold, List<Repair> some) {
        List<List<SharedKey>> single =
                some.stream().map(repair -> List.of(repair.sharedKey())).toList();
        List<Told> told = shared.invalidate(single, hold);
        for (int i = 0; i < some.size(); i++) {
            if (told.get(i).failure() == null) {
                repairs.done(some.get(i));
                counters.repaired();
            }
        }
    }
}
