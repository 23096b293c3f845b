package io.breakwater.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.Redis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Redis that most tests share, as sessions use it and as an onlooker sees it. */
final class SharedRedis {

    static final RedisServer SERVER = DevServices.redis(RedisSpec.durable());
    static final Redis REDIS = connect(SERVER.uri());
    static final RedisCommands<String, String> PLAIN =
            RedisClient.create(SERVER.uri()).connect().sync();

    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
    private static final AtomicInteger NAMES = new AtomicInteger();

    private SharedRedis() {}

    /** A link with patience, for machines that are busy with other things. */
    static Redis connect(String uri) {
        return Redis.connect(uri, Duration.ofSeconds(30));
    }

    /** A name that no other test uses. */
    static String newName() {
        return "test-" + NAMES.incrementAndGet();
    }

    /** The key as documented, computed apart from the code under test. */
    static String key(String name, String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(US_ASCII));
            return "session:v1:" + name + ":"
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** What Redis executed while this ran, inside scripts too: the number of calls of each command. */
    static Map<String, Integer> callsDuring(Runnable work) {
        PLAIN.configResetstat();
        work.run();
        Map<String, Integer> calls = new TreeMap<>();
        Matcher matcher = CALLS.matcher(PLAIN.info("commandstats"));
        while (matcher.find()) {
            calls.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
        }
        calls.remove("config|resetstat");
        return calls;
    }
}
