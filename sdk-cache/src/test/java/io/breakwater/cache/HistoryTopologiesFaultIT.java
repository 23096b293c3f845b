package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisCluster;
import io.breakwater.devservices.RedisSentinel;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Nothing stale is read while masters are replaced. */
class HistoryTopologiesFaultIT {

    private final long seed = ThreadLocalRandom.current().nextLong();

    @Test
    void under_sentinel() {
        try (RedisSentinel sentinel = RedisSpec.disposable().startSentinel()) {
            check(sentinel.uri(), sentinel::failover);
        }
    }

    @Test
    void in_a_cluster() {
        try (RedisCluster cluster = RedisSpec.disposable().startCluster()) {
            check(cluster.uri(), () -> cluster.failover(cluster.masters().get(0)));
        }
    }

    @Test
    void in_a_cluster_that_loses_a_master() {
        try (RedisCluster cluster = RedisSpec.disposable().startCluster()) {
            check(cluster.uri(), () -> {
                RedisServer master = cluster.masters().get(0);
                master.kill();
                cluster.failover(master);
            });
        }
    }

    private void check(String uri, Runnable failover) {
        try (History history = new History(uri, Mix.usual(), seed)) {
            history.disturbedBy((of, random) -> new FailoverTroubles(of, random, failover));
            Verdict verdict = history.run(Long.MAX_VALUE, Duration.ofSeconds(7));
            System.out.println(verdict);
            assertThat(verdict.violations()).as("seed " + seed).isEmpty();
            assertThat(verdict.owed()).isPositive();
            assertThat(verdict.troubles()).isGreaterThan(FailoverTroubles.AFTER);
        }
    }
}
