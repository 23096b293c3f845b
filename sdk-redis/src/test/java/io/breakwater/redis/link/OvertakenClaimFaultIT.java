package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A node that has not heard of a change yet may be the only one that answers. */
class OvertakenClaimFaultIT {

    private static final byte[] KEY = "key".getBytes(UTF_8);

    /** How often the node that lags behind has told its map. */
    private final Semaphore told = new Semaphore(0);

    private final AtomicBoolean lagging = new AtomicBoolean();

    private ScriptedRedis before;
    private ScriptedRedis after;

    /** The key's slot is 12539. */
    private String view(String ofBefore, String ofAfter) {
        return ScriptedRedis.bulk("""
                aaaa 127.0.0.1:%d@1 master - 0 0 1 connected %s
                bbbb 127.0.0.1:%d@1 master - 0 0 2 connected %s
                """.formatted(before.port(), ofBefore, after.port(), ofAfter));
    }

    private String before(List<String> command) {
        if (command.get(0).equals("CLUSTER")) {
            told.release();
            return lagging.get() ? view("0-16383", "") : view("0-99", "100-16383");
        }
        return answer(command, "before");
    }

    private String after(List<String> command) {
        if (command.get(0).equals("CLUSTER")) {
            return lagging.get() ? "-ERR not now\r\n" : view("0-99", "100-16383");
        }
        // Of another slot: that makes a link look again, and changes nothing for the key.
        return command.get(0).equals("DEL")
                ? "-MOVED 50 127.0.0.1:" + before.port() + "\r\n"
                : answer(command, "after");
    }

    private static String answer(List<String> command, String value) {
        return switch (command.get(0)) {
            case "PING" -> "+PONG\r\n";
            case "GET" -> ScriptedRedis.bulk(value);
            case "INFO" -> ScriptedRedis.bulk("run_id:" + value + "\r\n");
            case "CLIENT", "DEL" -> ":1\r\n";
            default -> "-ERR unknown command\r\n";
        };
    }

    @Test
    void an_overtaken_claim_is_ignored_while_the_one_who_has_overtaken_is_there() throws Exception {
        try (ScriptedRedis one = new ScriptedRedis(this::before);
                ScriptedRedis other = new ScriptedRedis(this::after)) {
            before = one;
            after = other;
            String uri = "redis-cluster://127.0.0.1:" + one.port() + ",127.0.0.1:" + other.port();
            try (RedisLink link = RedisLink.open(uri, Duration.ofSeconds(5))) {
                assertThat(owner(link)).isEqualTo("after");
                lagging.set(true);
                told.drainPermits();
                // What is told the third time is asked for when the map of the first time was judged.
                for (int time = 0; time < 3; time++) {
                    askToLookAgain(link);
                }
                assertThat(owner(link)).isEqualTo("after");
            }
        }
    }

    private void askToLookAgain(RedisLink link) throws InterruptedException {
        do {
            link.delete(KEY);
        } while (!told.tryAcquire());
    }

    private static String owner(RedisLink link) {
        byte[] value = link.get(KEY).value();
        return value == null ? "" : new String(value, UTF_8);
    }
}
