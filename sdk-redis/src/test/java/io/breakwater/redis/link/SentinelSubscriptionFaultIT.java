package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisSentinel;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A Sentinel that has not heard of a failover yet names the old master; a subscription must not settle there. */
class SentinelSubscriptionFaultIT {

    private final AtomicInteger asked = new AtomicInteger();

    private volatile RedisServer named;

    @Test
    void a_subscription_does_not_stay_at_a_replica() {
        try (RedisSentinel group = RedisSpec.disposable().startSentinel();
                ScriptedRedis sentinel = new ScriptedRedis(this::answer)) {
            named = group.replicas().get(0);
            String uri = "redis-sentinel://" + sentinel.hostAndPort() + "?sentinelMasterId=any";
            try (RedisLink link = RedisLink.open(uri, Duration.ofMillis(300))) {
                Recorder recorder = new Recorder();
                var unused = link.subscribe(List.of("c".getBytes(UTF_8)), recorder);
                int before = asked.get();
                Awaiting.until("tried several times", () -> asked.get() > before + 5);
                assertThat(link.isConnected()).as("commands go to a replica").isFalse();
                assertThat(recorder.events()).as("subscribed at a replica").isEmpty();
                named = group.master();
                recorder.awaitCount("subscribed", 1);
                long subscribers = Plain.ask(
                        group.master(), redis -> redis.pubsubNumsub("c").get("c"));
                assertThat(subscribers).as("subscribers at the master").isEqualTo(1);
            }
        }
    }

    private String answer(ScriptedRedis.Command command) {
        if (!command.is("SENTINEL")) {
            return ScriptedRedis.USUAL;
        }
        asked.incrementAndGet();
        return ScriptedRedis.masterAt(named.port());
    }
}
