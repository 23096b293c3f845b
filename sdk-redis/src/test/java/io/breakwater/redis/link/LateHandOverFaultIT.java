package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisHealth;
import io.breakwater.redis.RedisTimeoutException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A caller is stopped when it is about to hand a command over; meanwhile a probe is sent and answered. */
class LateHandOverFaultIT {

    private static final byte[] VALUE = "v".getBytes(UTF_8);
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final ScriptedRedis server = new ScriptedRedis(LateHandOverFaultIT::answer);
    private final ClientResources resources = ClientResources.create();
    private final RedisURI address = RedisURI.create("redis://" + server.hostAndPort());
    private final LinkClient client = new LinkClient(resources, address, ClientOptions.create(), TIMEOUT);
    private final StoppingClock clock = new StoppingClock();
    private LinkContext context;
    private Node node;
    private Way way;

    private enum Way {
        ALONE,
        WITH_OTHERS
    }

    @BeforeEach
    void connect() {
        context = new LinkContext(TIMEOUT, resources.eventExecutorGroup(), clock, () -> 0.5);
        Dialer dialer = new Dialer(client, address, Outbox.Merging.ALL, context);
        node = new Node("node", address, dialer, new Probe(context, false), context).start();
        Awaiting.until("usable", node::isUsable);
    }

    @AfterEach
    void close() throws Exception {
        clock.goOn.countDown();
        node.close().get(5, TimeUnit.SECONDS);
        client.shutdown();
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_write_that_went_behind_the_probe_and_is_missed_closes_the_way_too(Way sent) throws Exception {
        way = sent;
        FutureTask<RedisHealth.State> late = new FutureTask<>(this::stateWhenMissed);
        Thread caller = new Thread(late);
        clock.stopped = caller;
        caller.start();
        assertThat(clock.stops.await(5, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> set("slow")).isInstanceOf(RedisTimeoutException.class);
        Awaiting.until("usable again", node::isUsable);
        clock.goOn.countDown();
        assertThat(late.get(5, TimeUnit.SECONDS)).isNotEqualTo(RedisHealth.State.CONNECTED);
    }

    @ParameterizedTest
    @EnumSource
    void a_write_that_went_behind_a_probe_not_yet_answered_closes_the_way_when_missed(Way sent) throws Exception {
        way = sent;
        FutureTask<RedisHealth.State> late = new FutureTask<>(this::stateWhenMissed);
        StoppedCaller caller = new StoppedCaller(late);
        caller.start();
        assertThat(caller.stops.await(5, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> set("slow")).isInstanceOf(RedisTimeoutException.class);
        caller.goOn.countDown();
        assertThat(late.get(5, TimeUnit.SECONDS)).isNotEqualTo(RedisHealth.State.CONNECTED);
    }

    /** Stops when it is asked whether it is interrupted: it knows its connection, and has not handed over yet. */
    private static final class StoppedCaller extends Thread {

        private final CountDownLatch stops = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        StoppedCaller(Runnable call) {
            super(call);
        }

        @Override
        public boolean isInterrupted() {
            if (Thread.currentThread().equals(this) && stops.getCount() > 0) {
                stops.countDown();
                awaitGo(goOn);
            }
            return super.isInterrupted();
        }
    }

    /** One that was lost with its connection is not missed: it will not happen later. */
    private RedisHealth.State stateWhenMissed() throws ErrorReply {
        try {
            set("hanging");
            throw new AssertionError("answered");
        } catch (RedisTimeoutException missed) {
            return node.health().state();
        } catch (RedisException lost) {
            return RedisHealth.State.DISCONNECTED;
        }
    }

    private void set(String key) throws ErrorReply {
        byte[] bytes = key.getBytes(UTF_8);
        if (way == Way.ALONE) {
            node.ask(Commands.set(bytes, VALUE, TTL));
        } else {
            Attempt<String> attempt = new Attempt<>(bytes, () -> Commands.set(bytes, VALUE, TTL));
            new Router(new SingleServer(node), context).askAll(List.of(attempt));
            attempt.outcome(reply -> reply).orThrow();
        }
    }

    private static String answer(ScriptedRedis.Command command) throws InterruptedException {
        if (!command.is("SET")) {
            return ScriptedRedis.USUAL;
        }
        return command.words().get(1).equals("slow")
                // Missed, but the probe behind it is answered in time.
                ? ScriptedRedis.late(Duration.ofMillis(450), ScriptedRedis.USUAL)
                : ScriptedRedis.never();
    }

    /** Stops one thread when it looks at it. */
    private static final class StoppingClock implements NanoClock {

        private final CountDownLatch stops = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile Thread stopped;

        @Override
        public long nanos() {
            long now = System.nanoTime();
            if (Thread.currentThread().equals(stopped) && stops.getCount() > 0) {
                stops.countDown();
                awaitGo(goOn);
            }
            return now;
        }
    }

    private static void awaitGo(CountDownLatch goOn) {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
