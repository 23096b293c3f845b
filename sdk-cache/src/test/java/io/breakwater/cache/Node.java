package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.breakwater.redis.Redis;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.link.RedisLink;
import io.breakwater.redis.link.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * What a JVM is to the others: a link of its own, with its connections, its name among the nodes, and its ear for their messages, which
 * a test may close. Its heart beats only when it is told to, unless a period was given.
 */
final class Node implements AutoCloseable {

    static final Duration NEVER = Duration.ofHours(1);
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final Redis redis;
    private final Messages messages;
    private final Backplane backplane;

    private Node(Redis redis, Duration heartbeat) {
        RedisLink link = RedisLink.of(redis);
        this.redis = redis;
        this.messages = new Messages(link);
        this.backplane = link.companion(Backplane.class, own -> new Backplane(own, heartbeat, messages));
    }

    static Node on(String uri) {
        return new Node(Redis.connect(uri, PATIENT), NEVER);
    }

    static Node on(String uri, Duration timeout, Duration heartbeat) {
        return new Node(Redis.connect(uri, timeout), heartbeat);
    }

    Redis redis() {
        return redis;
    }

    /** What the others say to this node. */
    Messages messages() {
        return messages;
    }

    Backplane backplane() {
        return backplane;
    }

    /** One heartbeat, in this thread. */
    void beat() {
        backplane.beat();
    }

    /** Of the connection to the server that has a key of the caches, once there is one. */
    long generation(String key) {
        int lane = laneOf(key);
        byte[] there = ("{" + Lane.tag(lane) + "}").getBytes(US_ASCII);
        AtomicReference<Reply<byte[]>> reply = new AtomicReference<>();
        await(() -> {
            try {
                reply.set(RedisLink.of(redis).get(there));
            } catch (RedisException notYet) {
                return false;
            }
            return true;
        });
        return reply.get().generation();
    }

    static int laneOf(String key) {
        return FillGuard.laneOf(SharedKey.stripeOf(KeyBytes.of(key)));
    }

    static String otherKeyOfTheLaneOf(String key) {
        return IntStream.range(0, 1_000)
                .mapToObj(number -> "other" + number)
                .filter(other -> laneOf(other) == laneOf(key))
                .findFirst()
                .orElseThrow();
    }

    CacheBuilder<String, String> cache(String name) {
        return Cache.<String, String>builder(name)
                .near(10_000)
                .shared(redis, Codec.strings())
                .expiry(Duration.ofMinutes(5), 0);
    }

    /** A cache of this node that hears the others and knows its lanes: what was read before it did would not have been kept near. */
    <C extends Cache<?, ?>> C ready(C cache) {
        await(messages::areComing);
        await(() -> {
            beat();
            return cache.stats().flushes() >= Lane.COUNT;
        });
        return cache;
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("it did not come about in 20 s");
            }
            LockSupport.parkNanos(500_000);
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
