package io.breakwater.devservices;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The shared servers of this JVM, started at first use: one for each {@linkplain PostgresSpec specification}, however often
 * it is asked for. They live as long as the JVM. For servers of your own, which may be killed or closed, call
 * {@link PostgresSpec#start()}, {@link RedisSpec#start()}, {@link RedisSpec#startSentinel()} or
 * {@link RedisSpec#startCluster()}. All methods may be called by any thread.
 */
public final class DevServices {

    private static final ConcurrentMap<PostgresSpec, Postgres> POSTGRES = new ConcurrentHashMap<>();
    private static final ConcurrentMap<RedisSpec, RedisServer> REDIS = new ConcurrentHashMap<>();
    private static final ConcurrentMap<RedisSpec, RedisSentinel> REDIS_SENTINEL = new ConcurrentHashMap<>();
    private static final ConcurrentMap<RedisSpec, RedisCluster> REDIS_CLUSTER = new ConcurrentHashMap<>();

    private DevServices() {}

    /**
     * A PostgreSQL primary with two streaming replicas, shared by this JVM.
     *
     * @return the running servers; the same ones at each call
     * @throws DevServicesException if they cannot be started
     */
    public static Postgres postgres() {
        return postgres(PostgresSpec.primaryWithReplicas(2));
    }

    /**
     * PostgreSQL servers as specified, shared by this JVM. Closing them does nothing: they end with the JVM.
     *
     * @param spec what to start
     * @return the running servers; the same ones for an equal specification
     * @throws DevServicesException if they cannot be started
     */
    public static Postgres postgres(PostgresSpec spec) {
        return POSTGRES.computeIfAbsent(spec, Postgres::startShared);
    }

    /**
     * A Redis that may lose or evict its data, shared by this JVM.
     *
     * @return the running server; the same one at each call
     * @throws DevServicesException if it cannot be started
     */
    public static RedisServer redis() {
        return redis(RedisSpec.disposable());
    }

    /**
     * A Redis as specified, shared by this JVM. Closing it does nothing: it ends with the JVM.
     *
     * @param spec what to start
     * @return the running server; the same one for an equal specification
     * @throws DevServicesException if it cannot be started
     */
    public static RedisServer redis(RedisSpec spec) {
        return REDIS.computeIfAbsent(spec, RedisServer::startShared);
    }

    /**
     * A Redis master with two replicas under three sentinels, shared by this JVM. It keeps what it is given
     * ({@link RedisSpec#durable()}): sessions, limits and queues ask for that, and caches do not mind.
     *
     * @return the running servers; the same ones at each call
     * @throws DevServicesException if they cannot be started
     */
    public static RedisSentinel redisSentinel() {
        return redisSentinel(RedisSpec.durable());
    }

    /**
     * Redis under Sentinel as specified, shared by this JVM. Closing it does nothing: it ends with the JVM.
     *
     * @param spec what to start
     * @return the running servers; the same ones for an equal specification
     * @throws DevServicesException if they cannot be started
     */
    public static RedisSentinel redisSentinel(RedisSpec spec) {
        return REDIS_SENTINEL.computeIfAbsent(spec, RedisSentinel::startShared);
    }

    /**
     * A Redis Cluster of three masters with a replica each, shared by this JVM. It keeps what it is given
     * ({@link RedisSpec#durable()}): sessions, limits and queues ask for that, and caches do not mind.
     *
     * @return the running servers; the same ones at each call
     * @throws DevServicesException if they cannot be started
     */
    public static RedisCluster redisCluster() {
        return redisCluster(RedisSpec.durable());
    }

    /**
     * A Redis Cluster as specified, shared by this JVM. Closing it does nothing: it ends with the JVM.
     *
     * @param spec what to start
     * @return the running servers; the same ones for an equal specification
     * @throws DevServicesException if they cannot be started
     */
    public static RedisCluster redisCluster(RedisSpec spec) {
        return REDIS_CLUSTER.computeIfAbsent(spec, RedisCluster::startShared);
    }

    /**
     * Ties a process that the caller started to the life of this JVM: when the JVM ends, in whatever way, the process gets a
     * SIGTERM, and three seconds later a SIGKILL.
     *
     * @param process a running process
     */
    public static void endWithThisJvm(Process process) {
        tie(process, "TERM");
    }

    /** Until it ends by itself: then its process id may become a stranger's. */
    static void tie(Process process, String endSignal) {
        Reaper reaper = Reaper.ofThisJvm();
        reaper.watch(process.pid(), endSignal);
        var unused = process.onExit().thenRun(() -> reaper.forget(process.pid()));
    }
}
