package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A node that is admitted, and a caller who is told why a Cluster is not found, take no lock of each other. */
class ClusterDeadlockIT {

    @Test
    void a_seed_that_is_admitted_while_a_caller_asks_for_its_troubles_does_not_stop_both() throws Exception {
        try (RedisServer server = RedisSpec.disposable().start()) {
            Duration timeout = Duration.ofMillis(300);
            RedisURI seed = RedisURI.create(server.uri());
            ClientResources resources = ClientResources.create();
            LinkClient client = new LinkClient(resources, seed, ClientOptions.create(), timeout);
            AtomicReference<Node> node = new AtomicReference<>();
            CountDownLatch admitting = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            NanoClock clock = () -> {
                Node of = node.get();
                if (of != null && Thread.holdsLock(of)) {
                    admitting.countDown();
                    try {
                        goOn.await(3, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                return System.nanoTime();
            };
            LinkContext context = new LinkContext(timeout, resources.eventExecutorGroup(), clock, () -> 0.5);
            ClusterServers servers = new ClusterServers(
                    "Redis Cluster",
                    List.of(seed),
                    uri -> {
                        node.set(new Node(
                                Address.name(uri),
                                uri,
                                new Dialer(client, uri, Outbox.Merging.OF_ONE_SLOT, context),
                                new Probe(context, false),
                                context));
                        return node.get().start();
                    },
                    context);
            servers.start(() -> {});
            assertThat(admitting.await(5, TimeUnit.SECONDS)).isTrue();
            Thread caller = new Thread(() -> {
                try {
                    servers.ownerOf("a".getBytes(UTF_8));
                } catch (RedisException refused) {
                    // nobody is known yet
                }
            });
            caller.setDaemon(true);
            caller.start();
            Awaiting.until(
                    "over, or waiting for a lock",
                    () -> !caller.isAlive() || caller.getState() == Thread.State.BLOCKED);
            goOn.countDown();
            caller.join(2_000);
            assertThat(caller.isAlive()).as("the caller waits for ever").isFalse();
        }
    }
}
