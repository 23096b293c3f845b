package io.breakwater.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A ledger's source as a cache sees it: it is slow now and then after it has read, and fails now and then. */
final class LedgerSource implements Writer<String, String> {

    private final Ledger ledger;

    LedgerSource(Ledger ledger) {
        this.ledger = ledger;
    }

    String load(String name, LoadContext<String> context) {
        return load(name);
    }

    Map<String, String> loadAll(Set<String> names) {
        Map<String, String> found = new LinkedHashMap<>();
        names.forEach(name -> found.put(name, read(name)));
        dawdle();
        return found;
    }

    @Override
    public void write(String name, String version) throws OvertakenException {
        dawdle();
        if (!ledger.commit(ledger.number(name), Long.parseLong(version))) {
            throw new OvertakenException();
        }
        dawdle();
    }

    private String load(String name) {
        int key = ledger.number(name);
        ledger.loadBegins(key);
        try {
            String version = read(name);
            dawdle();
            if (ThreadLocalRandom.current().nextInt(500) == 0) {
                throw new IllegalStateException("the source fails now and then");
            }
            return version;
        } finally {
            ledger.loadEnds(key);
        }
    }

    private String read(String name) {
        return Long.toString(ledger.version(ledger.number(name)));
    }

    private static void dawdle() {
        int dice = ThreadLocalRandom.current().nextInt(100);
        if (dice < 20) {
            LockSupport.parkNanos(1);
        } else if (dice < 30) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
        } else if (dice == 30) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Another writer has written the row since this one looked. */
    static final class OvertakenException extends Exception {

        private static final long serialVersionUID = 1L;
    }
}
