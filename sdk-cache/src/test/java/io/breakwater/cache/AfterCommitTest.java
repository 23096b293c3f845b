package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Invalidations and the transaction whose change they tell of. */
class AfterCommitTest {

    private volatile String row = "old";
    private final Transaction transaction = new Transaction();
    private final ReadThrough<String, String> cache = Cache.<String, String>builder("rows")
            .near(10)
            .expiry(Duration.ofMinutes(5), 0)
            .readThrough(key -> row);

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    @DisplayName("cache A12: who reads between the change and its commit brings back nothing that outlives the commit")
    void after_the_commit() {
        assertThat(cache.get("key")).isEqualTo("old");
        cache.invalidateAfterCommit("key", transaction::afterCommit);
        assertThat(cache.lookup("key"))
                .as("not yet committed, not yet invalidated")
                .isEqualTo(new Lookup<>("old", Source.NEAR));
        row = "new";
        transaction.commit();
        assertThat(cache.lookup("key")).isEqualTo(new Lookup<>("new", Source.LOADER));
        assertThat(cache.stats().invalidations()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "cache A12: an invalidation before the commit lets the old value back in; that is what the hook is for")
    void before_the_commit() {
        assertThat(cache.get("key")).isEqualTo("old");
        cache.invalidate("key");
        assertThat(cache.get("key")).isEqualTo("old");
        row = "new";
        transaction.commit();
        assertThat(cache.get("key")).as("stale until its end").isEqualTo("old");
    }

    @Test
    @DisplayName("cache A12: a rollback invalidates nothing")
    void a_rollback() {
        assertThat(cache.get("key")).isEqualTo("old");
        cache.invalidateAfterCommit("key", transaction::afterCommit);
        transaction.rollback();
        assertThat(cache.lookup("key")).isEqualTo(new Lookup<>("old", Source.NEAR));
        assertThat(cache.stats().invalidations()).isZero();
    }

    @Test
    void a_missing_key_is_told_of_before_the_transaction_goes_on() {
        assertThatNullPointerException()
                .isThrownBy(() -> cache.invalidateAfterCommit(null, transaction::afterCommit))
                .withMessage("key");
        assertThat(transaction.afterCommit).isEmpty();
    }

    /** As most of them have it. */
    private static final class Transaction {

        private final List<Runnable> afterCommit = new ArrayList<>();

        void afterCommit(Runnable callback) {
            afterCommit.add(callback);
        }

        void commit() {
            afterCommit.forEach(Runnable::run);
        }

        void rollback() {
            afterCommit.clear();
        }
    }
}
