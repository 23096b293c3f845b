package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.breakwater.cache.Message.Mutation;
import io.breakwater.cache.Message.Place;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this JVM knows of a lane: which history it is in (the epoch), how far it has followed the chain of mutations, and what of it
 * was seen or made here. What the server says in a sync is compared with that there; what it tells of mutations is applied here, before
 * the place in the chain moves on.
 */
final class LaneView {

    private static final long NO_GENERATION = -1;
    private static final long NO_NEWS = Long.MAX_VALUE;

    private final Drops drops;
    private final Counters counters;
    private final ReentrantLock lock = new ReentrantLock();

    private long begun;
    private Place at = Place.NONE;
    private Place highest = Place.NONE;
    private long audit;
    private long renewals;

    /** Of the connections that have brought news since the last question, the oldest: a newer one may answer for another history. */
    private long oldestNews = NO_NEWS;

    private volatile Known known = new Known(0, 0, 0, NO_GENERATION, 0);

    LaneView(Drops drops, Counters counters) {
        this.drops = drops;
        this.counters = counters;
    }

    /** What is to be forgotten in this JVM. Called with the lane's lock held: it must be quick. */
    interface Drops {

        void drop(byte[] key);

        void flush();
    }

    /**
     * What readers need.
     *
     * @param epoch the history
     * @param version a lower bound of the lane's version
     * @param floor what was born before is no value any more
     * @param generation of the connection on which that was learned, {@code -1} when it must be learned anew
     * @param clock what to add to this JVM's elapsed time for an upper bound of the server's time, in nanoseconds
     */
    record Known(long epoch, long version, long floor, long generation, long clock) {

        boolean isCurrent() {
            return generation != NO_GENERATION;
        }

        /** Whether a value may be served: of this history, not cleared, and not ended by the server's clock. */
        boolean admits(StoredRecord value, long nanos) {
            return value.epoch() == epoch && value.birth() >= floor && nanosUntil(value.ends(), nanos) > 0;
        }

        /** A lower bound of how long it is until a moment of the server's clock. */
        long nanosUntil(long serverMillis, long nanos) {
            return TimeUnit.MILLISECONDS.toNanos(serverMillis) - clock - nanos;
        }

        private Known atLeast(long otherVersion, long otherFloor) {
            return otherVersion <= version && otherFloor <= floor
                    ? this
                    : new Known(epoch, Math.max(version, otherVersion), Math.max(floor, otherFloor), generation, clock);
        }

        /** The history that this one speaks of may have gone on without what an older connection still brings. */
        private Known outdated() {
            return new Known(epoch, version, floor, NO_GENERATION, clock);
        }
    }

    /** What a sync asks: all that the server has to compare. */
    record Question(long epoch, long begun, Place at, Place highest, long audit, long renewals, boolean renew) {

        List<byte[]> arguments(String cache) {
            return List.of(
                    cache.getBytes(US_ASCII),
                    bytes(epoch),
                    text(begun),
                    text(at.sequence()),
                    at.id().bytes(),
                    text(highest.sequence()),
                    highest.id().bytes(),
                    text(audit),
                    text(renew ? 1 : 0));
        }

        private static byte[] text(long number) {
            return Long.toString(number).getBytes(US_ASCII);
        }
    }

    Known known() {
        return known;
    }

    /**
     * Another node's change, or one of our own.
     *
     * @param generation of the connection that brought it
     * @return false if a sync is due
     */
    boolean follow(Mutation mutation, long generation) {
        lock.lock();
        try {
            if (mutation.epoch() != known.epoch()) {
                forget();
                return false;
            }
            apply(mutation);
            raiseHighest(mutation.place());
            oldestNews = Math.min(oldestNews, generation);
            if (generation < known.generation()) {
                known = known.outdated();
                return false;
            }
            return advance(mutation) || mutation.place().sequence() <= at.sequence();
        } finally {
            lock.unlock();
        }
    }

    /** Something was said that cannot be understood, or that ends what is known. */
    void distrust() {
        lock.lock();
        try {
            forget();
        } finally {
            lock.unlock();
        }
    }

    /** Another epoch has begun. */
    void hearOfEpoch(long epoch) {
        lock.lock();
        try {
            if (epoch != known.epoch()) {
                forget();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was known has to be learned anew, on a newer connection; what is cached here may stay until then. */
    void outdated(Known then) {
        lock.lock();
        try {
            if (known.equals(then)) {
                learnAnew();
            }
        } finally {
            lock.unlock();
        }
    }

    /** No entry of this history may be served any more, here or elsewhere: the next sync begins another. */
    void renew() {
        lock.lock();
        try {
            renewals++;
            forget();
        } finally {
            lock.unlock();
        }
    }

    Question question() {
        lock.lock();
        try {
            oldestNews = NO_NEWS;
            return new Question(known.epoch(), begun, at, highest, audit, renewals, renewals > 0);
        } finally {
            lock.unlock();
        }
    }

    /** What the server said to a question of this view. Answers must come in the order of their questions. */
    void learn(Question question, SyncAnswer answer) {
        lock.lock();
        try {
            if (answer.generation() < known.generation()) {
                return;
            }
            switch (answer.kind()) {
                case SAME -> {}
                case MISSING -> catchUp(answer.missed());
                case TRIMMED -> jump(answer);
                case NEW_EPOCH -> begin(answer);
            }
            settle(question, answer);
        } finally {
            lock.unlock();
        }
    }

    /** A reply of a script said so. False if it speaks of another history. */
    boolean hear(long epoch, long version, long floor) {
        lock.lock();
        try {
            if (epoch != known.epoch()) {
                learnAnew();
                return false;
            }
            known = known.atLeast(version, floor);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A mutation of this node's was answered: from now on a history without it is another one.
     *
     * @param generation of the connection that brought the answer
     * @return false if that acknowledges nothing, since it is not of the history that is known now
     */
    boolean acknowledged(long epoch, long count, Place place, long generation) {
        lock.lock();
        try {
            if (epoch != known.epoch() || generation < known.generation()) {
                return false;
            }
            audit = Math.max(audit, count);
            raiseHighest(place);
            oldestNews = Math.min(oldestNews, generation);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a count of this node's mutations was given out before, in a history that is lost. */
    boolean isReissued(long epoch, long count) {
        lock.lock();
        try {
            return epoch == known.epoch() && count <= audit;
        } finally {
            lock.unlock();
        }
    }

    static byte[] bytes(long epoch) {
        return ByteBuffer.allocate(Long.BYTES).putLong(epoch).array();
    }

    private void apply(Mutation mutation) {
        List<byte[]> keys = mutation.keys();
        if (keys == null) {
            known = known.atLeast(mutation.version(), mutation.version());
            drops.flush();
        } else {
            known = known.atLeast(mutation.version(), 0);
            keys.forEach(drops::drop);
        }
    }

    private boolean advance(Mutation mutation) {
        Place place = mutation.place();
        boolean follows =
                place.sequence() == at.sequence() + 1 && mutation.before().equals(at.id());
        if (follows) {
            at = place;
        }
        return follows;
    }

    private void raiseHighest(Place place) {
        if (place.sequence() > highest.sequence()) {
            highest = place;
        }
    }

    private void catchUp(List<Mutation> missed) {
        for (Mutation mutation : missed) {
            if (mutation.place().sequence() > at.sequence()) {
                apply(mutation);
                raiseHighest(mutation.place());
                at = mutation.place();
            }
        }
    }

    private void jump(SyncAnswer answer) {
        flush();
        if (answer.place().sequence() > at.sequence()) {
            at = answer.place();
        }
        raiseHighest(at);
    }

    private void begin(SyncAnswer answer) {
        flush();
        known = new Known(answer.epoch(), 0, 0, NO_GENERATION, answer.clock());
        begun = answer.begun();
        at = answer.place();
        highest = at;
        audit = answer.audit();
    }

    private void settle(Question question, SyncAnswer answer) {
        if (question.renewals() == renewals) {
            renewals = 0;
        }
        known = new Known(
                known.epoch(),
                Math.max(known.version(), answer.version()),
                Math.max(known.floor(), answer.floor()),
                isWhole(answer) ? answer.generation() : NO_GENERATION,
                answer.clock());
    }

    /** Whether the server knew, when it answered, all that is known here. */
    private boolean isWhole(SyncAnswer answer) {
        return renewals == 0 && oldestNews >= answer.generation();
    }

    private void forget() {
        flush();
        learnAnew();
    }

    /** Also an answer that is on its way does not suffice. */
    private void learnAnew() {
        known = known.outdated();
        oldestNews = NO_GENERATION;
    }

    private void flush() {
        counters.flushed();
        drops.flush();
    }
}
