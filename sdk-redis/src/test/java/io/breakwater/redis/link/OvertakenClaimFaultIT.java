package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that has not heard of a change yet may be the only one that answers. */
class OvertakenClaimFaultIT {

    private static final byte[] KEY = "key".getBytes(UTF_8);

    /** How often the node that lags behind has told its map. */
    private final Semaphore told = new Semaphore(0);

    private final AtomicBoolean lagging = new AtomicBoolean();

    private final ScriptedRedis before = new ScriptedRedis();
    private final ScriptedRedis after = new ScriptedRedis();

    @AfterEach
    void close() {
        before.close();
        after.close();
    }

    @Test
    void an_overtaken_claim_is_ignored_while_the_one_who_has_overtaken_is_there() throws Exception {
        before.answer(this::asBefore);
        after.answer(this::asAfter);
        String uri = "redis-cluster://" + before.hostAndPort() + "," + after.hostAndPort();
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

    private String asBefore(ScriptedRedis.Command command) {
        return switch (command.name()) {
            case "CLUSTER" -> {
                told.release();
                yield lagging.get() ? view("0-16383", "") : view("0-99", "100-16383");
            }
            case "GET" -> ScriptedRedis.bulk("before");
            default -> ScriptedRedis.USUAL;
        };
    }

    private String asAfter(ScriptedRedis.Command command) {
        return switch (command.name()) {
            case "CLUSTER" -> lagging.get() ? "-ERR not now\r\n" : view("0-99", "100-16383");
            case "GET" -> ScriptedRedis.bulk("after");
            // Of another slot: that makes a link look again, and changes nothing for the key.
            case "DEL" -> "-MOVED 50 " + before.hostAndPort() + "\r\n";
            default -> ScriptedRedis.USUAL;
        };
    }

    /** The key's slot is 12539. */
    private String view(String ofBefore, String ofAfter) {
        return ScriptedRedis.bulk(before.asMaster(1, ofBefore) + after.asMaster(2, ofAfter));
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
