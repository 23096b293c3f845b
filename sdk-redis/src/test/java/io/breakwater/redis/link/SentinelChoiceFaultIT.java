package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.breakwater.devservices.DevServicesException;
import io.breakwater.devservices.RedisSentinel;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which server is the master, when a Sentinel knows better than the connection there is, or than another Sentinel. */
class SentinelChoiceFaultIT {

    private static final byte[] KEY = "a".getBytes(UTF_8);
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    /** A script that has written cannot be killed: the Sentinels promote a replica, and the old master stays busy. */
    @Test
    void a_master_that_stays_busy_is_left_for_the_new_one() {
        RedisSpec soonBusy = RedisSpec.disposable().with("busy-reply-threshold", "20");
        try (RedisSentinel group = soonBusy.startSentinel();
                RedisLink link = RedisLink.open(group.uri(), TIMEOUT)) {
            link.set(KEY, KEY, TTL);
            RedisServer old = group.master();
            RedisClient client = RedisClient.create(old.uri());
            try (var connection = client.connect()) {
                String forever = "redis.call('set', 'x', '1') while true do end";
                var unused = connection.async().eval(forever, ScriptOutputType.STATUS);
                Awaiting.until("promoted", () -> isReplaced(group, old));
                Awaiting.success(() -> link.set(KEY, KEY, TTL));
            } finally {
                old.kill();
                client.shutdown();
            }
        }
    }

    private static boolean isReplaced(RedisSentinel group, RedisServer old) {
        try {
            return group.master() != old;
        } catch (DevServicesException undecided) {
            return false;
        }
    }

    /** It was the master, came back, and loads for long. */
    @Test
    void a_master_that_is_loading_is_left_for_the_new_one() {
        try (RedisServer next = RedisSpec.disposable().start();
                ScriptedRedis loading = new ScriptedRedis();
                ScriptedRedis sentinel = new ScriptedRedis()) {
            loading.answer(Map.of(
                    "PING",
                    "-LOADING Redis is loading the dataset in memory\r\n",
                    "ROLE",
                    "*3\r\n" + ScriptedRedis.bulk("master") + ":0\r\n*0\r\n"));
            sentinel.answer(naming(loading.port()));
            try (RedisLink link = RedisLink.open(uri(sentinel.hostAndPort()), TIMEOUT)) {
                Awaiting.until("loading", () -> link.health().get(0).reason().contains("LOADING"));
                sentinel.answer(naming(next.port()));
                Awaiting.success(() -> link.set(KEY, KEY, TTL));
            }
        }
    }

    /** It was started anew, without its configuration. */
    @Test
    void a_sentinel_that_knows_no_master_does_not_hide_what_another_one_knows() {
        try (RedisServer master = RedisSpec.disposable().start();
                ScriptedRedis ignorant = new ScriptedRedis();
                ScriptedRedis knowing = new ScriptedRedis()) {
            ignorant.answer(Map.of("SENTINEL", "_\r\n"));
            knowing.answer(naming(master.port()));
            awaitMaster(ignorant, knowing);
        }
    }

    /** It is cut off from the others. */
    @Test
    void a_sentinel_that_names_a_dead_master_does_not_hide_what_another_one_knows() throws Exception {
        try (RedisServer master = RedisSpec.disposable().start();
                ScriptedRedis stale = new ScriptedRedis();
                ScriptedRedis knowing = new ScriptedRedis()) {
            stale.answer(naming(portOfNobody()));
            knowing.answer(naming(master.port()));
            awaitMaster(stale, knowing);
        }
    }

    private static void awaitMaster(ScriptedRedis firstSentinel, ScriptedRedis secondSentinel) {
        String sentinels = firstSentinel.hostAndPort() + "," + secondSentinel.hostAndPort();
        try (RedisLink link = RedisLink.open(uri(sentinels), TIMEOUT)) {
            Awaiting.success(() -> link.set(KEY, KEY, TTL));
        }
    }

    private static String uri(String sentinels) {
        return "redis-sentinel://" + sentinels + "?sentinelMasterId=any";
    }

    private static Map<String, String> naming(int port) {
        return Map.of("SENTINEL", ScriptedRedis.masterAt(port));
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
