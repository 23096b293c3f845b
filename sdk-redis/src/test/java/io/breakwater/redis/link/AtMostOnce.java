package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.Direction;
import io.breakwater.devservices.FaultProxy;
import io.breakwater.devservices.Pause;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisUnavailableException;
import io.breakwater.redis.link.OnceHistory.Told;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A history of random faults on a server that loses nothing, and its verdict. */
final class AtMostOnce {

    static final Duration TIMEOUT = Duration.ofMillis(150);

    private static final String LIST = "history";
    private static final Script PUSH = Script.read("push.lua", AtMostOnce.class.getResourceAsStream("push.lua"));
    private static final RedisSpec SPEC =
            RedisSpec.durable().with("appendfsync", "always").proxied();

    private final Random random;
    private int faults;

    AtMostOnce(long seed) {
        random = new Random(seed);
    }

    int faults() {
        return faults;
    }

    /** Faults until it is enough, with the callers of a link. */
    List<String> violationsOfALink(BooleanSupplier enough) throws Exception {
        try (RedisServer server = SPEC.start();
                RedisLink link = RedisLink.open(server.uri(), TIMEOUT)) {
            return violations(server, name -> push(link, name), enough);
        }
    }

    List<String> violations(RedisServer server, Function<String, Told> append, BooleanSupplier enough)
            throws Exception {
        OnceHistory history = new OnceHistory(append);
        try (history) {
            history.awaitMore(10);
            while (!enough.getAsBoolean()) {
                strike(server);
                faults++;
                history.awaitMore(10);
            }
        }
        assertThat(history.acknowledged()).isGreaterThan(10L * faults);
        return history.violations(Plain.ask(server, redis -> redis.lrange(LIST, 0, -1)));
    }

    private void strike(RedisServer server) throws InterruptedException {
        FaultProxy network = server.proxy();
        switch (random.nextInt(7)) {
            case 0 -> network.cut();
            case 1 -> network.reset();
            case 2 -> replyLost(network);
            case 3 -> network.loseServer();
            case 4 -> hang(server);
            case 5 -> blackHole(network);
            default -> {
                server.kill();
                server.start();
            }
        }
        network.heal();
    }

    /** Executed, and nobody is told. */
    private static void replyLost(FaultProxy network) throws InterruptedException {
        Pause replies = network.hold(Direction.REPLIES);
        replies.awaitReached(Duration.ofSeconds(10));
        network.reset();
    }

    private void hang(RedisServer server) {
        server.pause();
        pause();
        server.resume();
    }

    private void blackHole(FaultProxy network) {
        network.blackHole();
        pause();
    }

    /** Sometimes within the timeout, sometimes longer than that and the probe. */
    private void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(600)));
    }

    static Told push(RedisLink link, String name) {
        try {
            link.run(PUSH, List.of(LIST.getBytes(UTF_8)), List.of(name.getBytes(UTF_8)));
            return Told.DONE;
        } catch (RedisUnavailableException e) {
            return e.maybeExecuted() ? Told.UNKNOWN : Told.REFUSED;
        } catch (RedisException e) {
            return Told.UNKNOWN;
        }
    }
}
