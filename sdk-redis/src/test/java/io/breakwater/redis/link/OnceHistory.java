package io.breakwater.redis.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Several callers append names to one list, each name once, while a test does its worst; and what each was told is held against
 * the list.
 */
final class OnceHistory implements AutoCloseable {

    /** What a caller was told of one append. */
    enum Told {
        DONE,
        REFUSED,
        UNKNOWN
    }

    /** What may have been executed. Refusals are countless, and are known by not being here. */
    private record Entry(String name, Told told) {}

    private static final int CALLERS = 4;

    private final Function<String, Told> append;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong done = new AtomicLong();
    private final List<List<Entry>> ledger = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(CALLERS);

    OnceHistory(Function<String, Told> append) {
        this.append = append;
        for (int caller = 0; caller < CALLERS; caller++) {
            int number = caller;
            List<Entry> entries = new ArrayList<>();
            ledger.add(entries);
            new Thread(() -> run(number, entries), "caller-" + caller).start();
        }
    }

    private void run(int caller, List<Entry> entries) {
        try {
            for (int i = 0; !over.get(); i++) {
                String name = caller + ":" + i;
                Told told = append.apply(name);
                if (told != Told.REFUSED) {
                    entries.add(new Entry(name, told));
                }
                if (told == Told.DONE) {
                    done.incrementAndGet();
                }
            }
        } finally {
            ended.countDown();
        }
    }

    /** Waits until so many more appends were acknowledged. */
    void awaitMore(int appends) {
        long target = done.get() + appends;
        Awaiting.until(appends + " more appends", () -> done.get() >= target);
    }

    long acknowledged() {
        return done.get();
    }

    @Override
    public void close() throws InterruptedException {
        over.set(true);
        ended.await();
    }

    /** What is wrong with the list; empty if nothing is. To be called after the end. */
    List<String> violations(List<String> list) {
        List<String> violations = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < list.size(); place++) {
            if (places.putIfAbsent(list.get(place), place) != null) {
                violations.add(list.get(place) + " was executed twice");
            }
        }
        Set<String> refused = new HashSet<>(places.keySet());
        for (List<Entry> entries : ledger) {
            judge(entries, places, violations);
            entries.forEach(entry -> refused.remove(entry.name()));
        }
        refused.forEach(name -> violations.add(name + " was refused and is there"));
        return violations;
    }

    private static void judge(List<Entry> entries, Map<String, Integer> places, List<String> violations) {
        int nextDone = Integer.MAX_VALUE;
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            Integer place = places.get(entry.name());
            if (place == null && entry.told() == Told.DONE) {
                violations.add(entry.name() + " was acknowledged and is lost");
            }
            if (place != null && place > nextDone) {
                violations.add(entry.name() + " happened after what its caller did later");
            }
            if (place != null && entry.told() == Told.DONE) {
                nextDone = place;
            }
        }
    }
}
