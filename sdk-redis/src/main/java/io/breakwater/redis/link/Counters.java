package io.breakwater.redis.link;

import io.breakwater.redis.RedisStats;
import java.util.concurrent.atomic.LongAdder;

/** What a link counts: read when asked for, never pushed. */
final class Counters {

    final LongAdder commands = new LongAdder();
    final LongAdder mergedGets = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder refusals = new LongAdder();
    final LongAdder connections = new LongAdder();
    final LongAdder scriptReloads = new LongAdder();
    final LongAdder redirects = new LongAdder();

    RedisStats read() {
        return new RedisStats(
                commands.sum(),
                mergedGets.sum(),
                timeouts.sum(),
                refusals.sum(),
                connections.sum(),
                scriptReloads.sum(),
                redirects.sum());
    }
}
