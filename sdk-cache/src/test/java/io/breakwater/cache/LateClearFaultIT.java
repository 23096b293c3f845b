package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A clear that Redis is told of later, by a new epoch. */
class LateClearFaultIT {

    private static final String NOT_IN_THE_FIRST_LANE = "k5";

    private final AtomicInteger source = new AtomicInteger(1);

    @Test
    @DisplayName("cache D4: a clear to be made good ends also an epoch that has begun meanwhile")
    void a_clear_to_be_made_good_ends_an_epoch_that_has_begun_meanwhile() {
        try (RedisServer server = RedisSpec.disposable().start();
                Node one = Node.on(server.uri(), Duration.ofMillis(200), Node.NEVER);
                Node two = Node.on(server.uri(), Duration.ofSeconds(10), Node.NEVER)) {
            ReadThrough<String, String> here = cache(one);
            ReadThrough<String, String> there = cache(two);
            assertThat(here.get(NOT_IN_THE_FIRST_LANE)).isEqualTo("v1");
            Told.to(server, "FLUSHALL");
            assertThat(there.get(NOT_IN_THE_FIRST_LANE)).isEqualTo("v1");
            source.set(2);
            server.pause();
            here.clear();
            server.resume();
            Node.await(() -> one.redis().isConnected());
            assertThat(here.get(NOT_IN_THE_FIRST_LANE)).isEqualTo("v2");
        }
    }

    private ReadThrough<String, String> cache(Node node) {
        return node.cache("late").whenStoreFails(WhenStoreFails.REPAIR_LATER).readThrough(key -> "v" + source.get());
    }
}
