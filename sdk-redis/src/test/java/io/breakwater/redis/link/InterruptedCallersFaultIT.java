package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Callers who never wait for their timeout, as with a pool that gives up sooner. */
class InterruptedCallersFaultIT {

    private static final byte[] KEY = "a".getBytes(UTF_8);
    private static final Duration TIMEOUT = Duration.ofMillis(500);

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
