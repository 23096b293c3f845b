package io.breakwater.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** A thread of a node that reads and changes at random, and holds each value that it gets against the ledger. */
final class Worker implements Runnable {

    private static final ReadOptions PAST_NEAR = ReadOptions.defaults().skipNear();

    private final List<Door> doors;
    private final Mix mix;
    private final SplittableRandom random;
    private final LongSupplier lapses;
    private final BooleanSupplier isOver;
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    Worker(List<Door> doors, Mix mix, SplittableRandom random, LongSupplier lapses, BooleanSupplier isOver) {
        this.lapses = lapses;
        this.doors = doors;
        this.mix = mix;
        this.random = random;
        this.isOver = isOver;
    }

    /** Those that did not fail. */
    long operations() {
        return operations.get();
    }

    long failures() {
        return failures.get();
    }

    @Override
    public void run() {
        while (!isOver.getAsBoolean()) {
            try {
                operate(doors.get(random.nextInt(doors.size())), someKey());
                operations.lazySet(operations.getPlain() + 1);
            } catch (CacheException | IllegalStateException e) {
                failures.lazySet(failures.getPlain() + 1);
            }
        }
    }

    private void operate(Door door, int key) {
        int dice = random.nextInt(Mix.ALL);
        if ((dice -= mix.clear()) < 0) {
            clear(door, key);
        } else if ((dice -= mix.several()) < 0) {
            changeSeveral(door);
        } else if ((dice -= mix.change()) < 0) {
            change(door, key);
        } else if ((dice -= mix.bulk()) < 0) {
            readSeveral(door);
        } else if ((dice -= mix.past()) < 0) {
            if (random.nextBoolean()) {
                readPastNear(door, key);
            } else {
                readAlone(door, key);
            }
        } else {
            read(door, key);
        }
    }

    private void read(Door door, int key) {
        long need = door.ledger().need(door.node(), key);
        String value = door.get().apply(door.ledger().name(key));
        door.ledger().check(door.node(), key, need, value, "plainly");
    }

    private void readPastNear(Door door, int key) {
        long need = door.ledger().need(door.node(), key);
        Lookup<String> found = door.lookup().apply(door.ledger().name(key), PAST_NEAR);
        door.ledger().check(door.node(), key, need, found.value(), "past near from " + found.source());
    }

    /** Alone and from Redis it finds what others have replaced there, as long as Redis has forgotten nothing. */
    private void readAlone(Door door, int key) {
        long lapse = lapses.getAsLong();
        long need = door.ledger().need(door.node(), key);
        long replaced = lapse % 2 == 0 ? door.ledger().replaced(key) : 0;
        Lookup<String> found = door.lookup().apply(door.ledger().name(key), PAST_NEAR.freshOnly());
        long owed = lapses.getAsLong() == lapse ? Math.max(need, replaced) : need;
        door.ledger().check(door.node(), key, owed, found.value(), "alone from " + found.source());
    }

    private void readSeveral(Door door) {
        int[] keys = someKeys();
        long[] needs = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            needs[i] = door.ledger().need(door.node(), keys[i]);
        }
        Map<String, String> found = door.getAll().apply(names(door, keys));
        for (int i = 0; i < keys.length; i++) {
            door.ledger()
                    .check(
                            door.node(),
                            keys[i],
                            needs[i],
                            found.get(door.ledger().name(keys[i])),
                            "with others");
        }
    }

    private void change(Door door, int key) {
        if (door.writes() && random.nextInt(4) > 0) {
            long version = door.ledger().version(key) + 1;
            door.put().accept(door.ledger().name(key), Long.toString(version));
            door.ledger().replaced(door.node(), key, version);
        } else {
            long version = door.ledger().commit(key);
            door.cache().invalidate(door.ledger().name(key));
            door.ledger().replaced(door.node(), key, version);
        }
    }

    private void changeSeveral(Door door) {
        int[] keys = someKeys();
        long[] versions = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            versions[i] = door.ledger().commit(keys[i]);
        }
        door.cache().invalidateAll(names(door, keys));
        for (int i = 0; i < keys.length; i++) {
            door.ledger().replaced(door.node(), keys[i], versions[i]);
        }
    }

    /** What was committed before by anybody is covered, too. */
    private void clear(Door door, int key) {
        Ledger ledger = door.ledger();
        ledger.commit(key);
        long[] versions =
                IntStream.range(0, Ledger.KEYS).mapToLong(ledger::version).toArray();
        door.cache().clear();
        for (int i = 0; i < versions.length; i++) {
            ledger.owes(door.node(), i, versions[i]);
        }
    }

    private List<String> names(Door door, int[] keys) {
        List<String> names = new ArrayList<>();
        for (int key : keys) {
            names.add(door.ledger().name(key));
        }
        return names;
    }

    private int someKey() {
        return random.nextInt(1 + random.nextInt(mix.keys()));
    }

    private int[] someKeys() {
        return IntStream.range(0, 2 + random.nextInt(6))
                .map(i -> someKey())
                .distinct()
                .toArray();
    }
}
