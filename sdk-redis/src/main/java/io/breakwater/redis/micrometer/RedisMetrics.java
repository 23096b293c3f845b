package io.breakwater.redis.micrometer;

import io.breakwater.redis.Redis;
import io.breakwater.redis.RedisHealth;
import io.breakwater.redis.RedisStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A link's {@link RedisStats} and {@link RedisHealth} as meters, each with the tag {@code redis}, a name of the caller's choice:
 *
 * <ul>
 *   <li>{@code breakwater.redis.commands}, {@code breakwater.redis.gets.merged}, {@code breakwater.redis.timeouts}, {@code
 *       breakwater.redis.refusals}, {@code breakwater.redis.connections}, {@code breakwater.redis.script.reloads}, {@code
 *       breakwater.redis.redirects}: counters
 *   <li>{@code breakwater.redis.servers} with {@code state=connected|suspected|disconnected}: gauges
 * </ul>
 *
 * <p>The registry does not keep the link alive.
 */
@SuppressWarnings("exports") // who has no Micrometer must be able to compile without it
public final class RedisMetrics implements MeterBinder {

    private final Redis redis;
    private final String name;

    private RedisMetrics(Redis redis, String name) {
        this.redis = redis;
        this.name = name;
    }

    /**
     * The meters of a link.
     *
     * @param redis the link
     * @param name the value of the tag {@code redis}, for example {@code cache}
     * @return a binder, to be bound to a registry
     */
    public static RedisMetrics of(Redis redis, String name) {
        return new RedisMetrics(Objects.requireNonNull(redis, "redis"), Objects.requireNonNull(name, "name"));
    }

    /**
     * Registers the meters. They are read when the registry asks for them, which costs no command.
     *
     * @param registry where to
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        count(registry, "commands", "commands handed to a connection", RedisStats::commands);
        count(registry, "gets.merged", "GETs that travelled in an MGET", RedisStats::mergedGets);
        count(registry, "timeouts", "replies that did not come in time", RedisStats::timeouts);
        count(registry, "refusals", "commands refused while a server could not be reached", RedisStats::refusals);
        count(registry, "connections", "connections made", RedisStats::connections);
        count(registry, "script.reloads", "scripts that a server did not know", RedisStats::scriptReloads);
        count(registry, "redirects", "commands that a Cluster sent on", RedisStats::redirects);
        for (RedisHealth.State state : RedisHealth.State.values()) {
            servers(registry, state);
        }
    }

    private void count(MeterRegistry registry, String what, String description, ToDoubleFunction<RedisStats> figure) {
        FunctionCounter.builder("breakwater.redis." + what, redis, link -> figure.applyAsDouble(link.stats()))
                .description(description)
                .tag("redis", name)
                .register(registry);
    }

    private void servers(MeterRegistry registry, RedisHealth.State state) {
        Gauge.builder("breakwater.redis.servers", redis, link -> count(link, state))
                .description("servers that commands go to, by state")
                .tags("redis", name, "state", state.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private static double count(Redis link, RedisHealth.State state) {
        return link.health().stream().filter(server -> server.state() == state).count();
    }
}
