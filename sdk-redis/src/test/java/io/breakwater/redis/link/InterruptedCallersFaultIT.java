package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Callers who never wait for their timeout, as with a pool that gives up sooner. */
class InterruptedCallersFaultIT {

    private static final byte[] KEY = "a".getBytes(UTF_8);
    private static final List<byte[]> KEYS = List.of(KEY, "b".getBytes(UTF_8), "c".getBytes(UTF_8));
    private static final List<ScriptCall> CALLS =
            KEYS.stream().map(key -> new ScriptCall(List.of(key), List.of(KEY))).toList();
    private static final Script SCRIPT =
            Script.read("push.lua", InterruptedCallersFaultIT.class.getResourceAsStream("push.lua"));
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration PATIENT = Duration.ofSeconds(30);

    @Test
    void interrupted_callers_notice_that_a_server_is_silent() throws Exception {
        try (ScriptedRedis server = new ScriptedRedis();
                RedisLink link = RedisLink.open("redis://" + server.hostAndPort(), TIMEOUT)) {
            link.get(KEY);
            server.answer(command -> ScriptedRedis.never());
            FutureTask<RedisUnavailableException> refused = new FutureTask<>(() -> refusal(link));
            Thread caller = new Thread(refused);
            caller.start();
            Awaiting.until("refused", () -> {
                caller.interrupt();
                return refused.isDone();
            });
            assertThat(refused.get(1, TimeUnit.SECONDS)).hasMessageContaining("no answer within 500 ms");
        }
    }

    @Test
    void many_commands_of_an_interrupted_caller_fail_and_those_not_sent_yet_never_are() throws Exception {
        HeldLoops loops = new HeldLoops();
        ClientResources resources =
                ClientResources.builder().eventLoopGroupProvider(loops).build();
        try (RedisServer server = RedisSpec.disposable().start();
                OwnClient client = OwnClient.to(server.uri(), ClientOptions.create(), resources);
                RedisLink link = client.link(PATIENT)) {
            link.get(KEY);
            ServerStats servers = new ServerStats(List.of(server)).reset();
            FutureTask<List<? extends Outcome<?>>> gets = new FutureTask<>(() -> link.getAll(KEYS));
            FutureTask<List<? extends Outcome<?>>> runs = new FutureTask<>(() -> link.runAll(SCRIPT, CALLS));
            try (HeldLoops.Hold hold = loops.hold()) {
                assertInterrupted(gets);
                assertInterrupted(runs);
            }
            assertThat(link.getAll(KEYS)).hasSize(3).allMatch(outcome -> outcome.failure() == null);
            assertThat(servers.calls("mget"))
                    .as("of the caller who was not interrupted")
                    .isEqualTo(1);
            assertThat(servers.calls("get") + servers.calls("evalsha") + servers.calls("eval"))
                    .isZero();
        } finally {
            loops.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private static void assertInterrupted(FutureTask<List<? extends Outcome<?>>> asked) throws Exception {
        AtomicBoolean staysInterrupted = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            asked.run();
            staysInterrupted.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        Awaiting.until("waits", () -> caller.getState() == Thread.State.TIMED_WAITING);
        caller.interrupt();
        caller.join(PATIENT.toMillis() / 2);
        assertThat(asked.isDone()).isTrue();
        assertThat(staysInterrupted).isTrue();
        assertThat(asked.get())
                .hasSize(3)
                .allSatisfy(outcome -> assertThatThrownBy(outcome::orThrow)
                        .isExactlyInstanceOf(RedisException.class)
                        .hasMessageEndingWith("interrupted while waiting for the reply"));
    }

    @Test
    void one_who_is_interrupted_before_has_nothing_sent() {
        try (ScriptedRedis server = new ScriptedRedis();
                RedisLink link = RedisLink.open("redis://" + server.hostAndPort(), TIMEOUT)) {
            long commands = link.stats().commands();
            Thread.currentThread().interrupt();
            List<Outcome<byte[]>> outcomes = link.getAll(KEYS);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(outcomes).hasSize(3).allMatch(outcome -> outcome.failure() != null);
            assertThat(link.stats().commands()).isEqualTo(commands);
        }
    }

    /** The first one that is not due to the interruption. */
    private static RedisUnavailableException refusal(RedisLink link) {
        while (true) {
            try {
                link.get(KEY);
            } catch (RedisUnavailableException e) {
                if (!e.maybeExecuted()) {
                    return e;
                }
            } catch (RedisException interrupted) {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }
}
