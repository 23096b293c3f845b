package io.breakwater.benchmarks.redis;

import io.breakwater.benchmarks.ServerCounters;
import io.breakwater.benchmarks.ServerUse;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;

/** What INFO says, less the INFOs themselves, over a connection of its own. */
public final class RedisCounters implements ServerCounters, AutoCloseable {

    private static final double MICROS = 1e6;

    /** The bytes of the command, and those that frame the reply. */
    private static final int FRAMING = 36;

    private final RedisClient client;
    private final RedisCommands<String, String> commands;
    private long ownCalls;
    private long ownBytes;

    private RedisCounters(RedisClient client) {
        this.client = client;
        this.commands = client.connect().sync();
    }

    /**
     * Connects.
     *
     * @param uri the server
     * @return its counters; the caller closes them
     */
    public static RedisCounters of(String uri) {
        return new RedisCounters(RedisClient.create(uri));
    }

    @Override
    public ServerUse read() {
        String reply = commands.info("all");
        RedisInfo info = RedisInfo.of(reply);
        Map<String, Long> calls = info.calls();
        // The server counts a command after it has written the reply.
        calls.merge("info", -ownCalls, Long::sum);
        ServerUse use = new ServerUse(
                calls,
                (info.number("used_cpu_user") + info.number("used_cpu_sys")) * MICROS,
                (long) (info.number("total_net_input_bytes") + info.number("total_net_output_bytes")) - ownBytes);
        ownCalls++;
        ownBytes += reply.length() + FRAMING;
        return use;
    }

    /**
     * The server's version in its own words.
     *
     * @return for example {@code 7.0.15}
     */
    public String version() {
        return RedisInfo.of(commands.info("server")).version();
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
