package io.breakwater.cache;

import io.breakwater.cache.LaneView.Known;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Sees the nodes sync, and raises what they owe: who has asked after a change was acknowledged elsewhere must not fall behind it. A
 * node's syncs of a lane come one after the other and each gives it another clock, so that of two in a row the second was asked after
 * the first had ended. While Redis forgets changes nobody owes what only others know of.
 */
final class SyncWatch {

    private final List<Pending> pending;
    private final AtomicLong raised = new AtomicLong();

    /** Odd while Redis forgets. */
    private final AtomicLong lapses = new AtomicLong();

    /** The doors of each node. */
    SyncWatch(List<Node> nodes, List<List<Door>> doors) {
        this.pending = doors.stream()
                .flatMap(List::stream)
                .map(door -> new Pending(door, member(nodes.get(door.node()), door)))
                .toList();
    }

    private static Backplane.Member member(Node node, Door door) {
        return node.backplane().members().stream()
                .filter(member -> member.name().equals(door.cache().name()))
                .findFirst()
                .orElseThrow();
    }

    void look() {
        pending.forEach(Pending::look);
    }

    /** How often a node came to owe what others had changed. */
    long raised() {
        return raised.get();
    }

    /** Until {@link #remembers}. */
    void forgets() {
        lapses.incrementAndGet();
    }

    /** All nodes have synced since. */
    void remembers() {
        lapses.incrementAndGet();
    }

    /** Even while Redis has all that it acknowledged, and another number after it had not. */
    long lapses() {
        return lapses.get();
    }

    /** Until each lane of each node has been asked about. */
    void awaitSyncs(BooleanSupplier orUntil) {
        long before = syncs();
        Node.await(() -> orUntil.getAsBoolean() || syncs() >= before + 2);
    }

    /** How often each lane of each node has been seen to sync, at least. */
    private long syncs() {
        return pending.stream().mapToLong(Pending::syncs).min().orElse(0);
    }

    /** All that is told in a lane before it syncs twice. */
    private final class Pending {

        private final Door door;
        private final Backplane.Member member;
        private final long[][] told = new long[Lane.COUNT][];
        private final long[] clocks = new long[Lane.COUNT];
        private final long[] seen = new long[Lane.COUNT];
        private final long[] total = new long[Lane.COUNT];
        private final long[] since = new long[Lane.COUNT];

        Pending(Door door, Backplane.Member member) {
            this.door = door;
            this.member = member;
        }

        synchronized long syncs() {
            return Arrays.stream(total).min().orElse(0);
        }

        synchronized void look() {
            for (int lane = 0; lane < Lane.COUNT; lane++) {
                if (hasSynced(lane) && ++seen[lane] >= 2) {
                    raise(lane);
                    begin(lane);
                }
            }
        }

        private boolean hasSynced(int lane) {
            Known known = member.view(lane).known();
            boolean hasSynced = known.isCurrent() && known.clock() != clocks[lane];
            if (hasSynced) {
                clocks[lane] = known.clock();
                total[lane]++;
            }
            return hasSynced;
        }

        private void raise(int lane) {
            if (told[lane] == null || since[lane] % 2 != 0 || since[lane] != lapses.get()) {
                return;
            }
            for (int key = 0; key < Ledger.KEYS; key++) {
                if (Ledger.laneOf(key) == lane
                        && told[lane][key] > door.ledger().need(door.node(), key)) {
                    door.ledger().owes(door.node(), key, told[lane][key]);
                    raised.incrementAndGet();
                }
            }
        }

        private void begin(int lane) {
            since[lane] = lapses.get();
            told[lane] = told(lane);
            seen[lane] = 0;
            clocks[lane] = member.view(lane).known().clock();
        }

        /** What all nodes owe and Redis knows of. */
        private long[] told(int lane) {
            Ledger ledger = door.ledger();
            long[] versions = new long[Ledger.KEYS];
            for (Pending other : pending) {
                if (other.door.ledger() == ledger) {
                    long[] own = owed(other.door);
                    if (other.hasToldAll(lane)) {
                        Arrays.setAll(versions, key -> Math.max(versions[key], own[key]));
                    }
                }
            }
            return versions;
        }

        private long[] owed(Door other) {
            long[] versions = new long[Ledger.KEYS];
            Arrays.setAll(versions, key -> other.ledger().need(other.node(), key));
            return versions;
        }

        private boolean hasToldAll(int lane) {
            return door.cache().stats().pendingRepairs() == 0
                    && !member.view(lane).question().renew();
        }
    }
}
