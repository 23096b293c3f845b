package io.breakwater.devservices;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Redis to start: a standalone server, a master with replicas under Sentinel, or a Cluster, all of them from one
 * specification. It is immutable; equal specifications share their servers in {@link DevServices}.
 */
public final class RedisSpec {

    private static final List<String> OURS = List.of(
            "aclfile",
            "bind",
            "cluster-enabled",
            "daemonize",
            "dir",
            "masterauth",
            "masteruser",
            "port",
            "replicaof",
            "requirepass",
            "slaveof",
            "tls-port",
            "user");

    private final SortedMap<String, String> settings;
    private final SortedMap<String, RedisUser> users;
    private final boolean tls;
    private final boolean proxied;

    private RedisSpec(
            SortedMap<String, String> settings, SortedMap<String, RedisUser> users, boolean tls, boolean proxied) {
        this.settings = settings;
        this.users = users;
        this.tls = tls;
        this.proxied = proxied;
    }

    private static RedisSpec of(Map<String, String> settings) {
        return new RedisSpec(new TreeMap<>(settings), new TreeMap<>(), false, false);
    }

    /**
     * A Redis for caches: at most 256 MB, evicts the least recently used keys, writes nothing to disk.
     *
     * @return the specification
     */
    public static RedisSpec disposable() {
        return of(Map.of("maxmemory", "256mb", "maxmemory-policy", "allkeys-lru", "save", "\"\"", "appendonly", "no"));
    }

    /**
     * A Redis for sessions, limits and queues: evicts nothing, and appends each write to a file, synced each second.
     *
     * @return the specification
     */
    public static RedisSpec durable() {
        return of(Map.of(
                "maxmemory-policy", "noeviction", "save", "\"\"", "appendonly", "yes", "appendfsync", "everysec"));
    }

    /**
     * The same with one more setting. Under Sentinel it holds for master and replicas, not for the sentinels.
     *
     * @param name a directive of {@code redis.conf}
     * @param value its value
     * @return a new specification
     * @throws IllegalArgumentException if the name is not a directive's name, or the value has more than one line
     */
    public RedisSpec with(String name, String value) {
        checkSetting(name, value);
        SortedMap<String, String> more = new TreeMap<>(settings);
        more.put(name, value);
        return new RedisSpec(more, users, tls, proxied);
    }

    /**
     * The same with a password for the default user, who may do everything. {@code uri()} then names both. Sentinels stay
     * without a password.
     *
     * @param password not empty, no control characters
     * @return a new specification
     * @throws IllegalArgumentException if the password has another form; the message does not repeat it
     */
    public RedisSpec password(String password) {
        return with(RedisUser.withAllRights(RedisUser.DEFAULT, password));
    }

    /**
     * The same with one more ACL user. The default user stays as it is: without a password it may do everything.
     *
     * @param name the login name, 1 to 64 of {@code A-Z a-z 0-9 _ . -}; {@code default} for the default user
     * @param password not empty, no control characters
     * @param rules on keys, channels and commands as {@code ACL SETUSER} takes them, for example {@code ~session:*},
     *     {@code +get}
     * @return a new specification
     * @throws IllegalArgumentException if a value has another form; the message does not repeat the password
     */
    public RedisSpec user(String name, String password, String... rules) {
        Require.that(
                !name.equals(RedisAccess.NODES), "user", name, "another name: it is that of the servers themselves");
        return with(new RedisUser(name, password, List.of(rules)));
    }

    /**
     * The same with TLS on every connection, also between the servers. They show a certificate for 127.0.0.1 and
     * localhost that is made once per JVM ({@link RedisServer#certificate()}) and ask clients for none.
     *
     * @return a new specification
     */
    public RedisSpec tls() {
        return new RedisSpec(settings, users, true, proxied);
    }

    /**
     * The same with a {@link FaultProxy} before each server ({@link RedisServer#proxy()}), which clients are told to connect
     * to: it is that server's network, which can be broken.
     *
     * <p>Under Sentinel the sentinels watch the nodes through the proxies, and replicas are fed through that of their master;
     * sentinels have proxies too. In a Cluster replicas are fed through that of their master, but the nodes watch one
     * another on ports of their own, the cluster bus: who is cut off from clients is not taken for dead. What a server sends
     * on connections that it opened itself does not pass its own proxy.
     *
     * @return a new specification
     */
    public RedisSpec proxied() {
        return new RedisSpec(settings, users, tls, true);
    }

    /**
     * Starts a server of the caller's own, and returns when it answers.
     *
     * @return the running server; to be closed by the caller, and ended with the JVM at the latest
     * @throws DevServicesException if it cannot be started
     */
    public RedisServer start() {
        return RedisServer.startOwn(this);
    }

    /**
     * Starts one master, two replicas and three sentinels of the caller's own, and returns when they could fail over.
     *
     * @return the running servers; to be closed by the caller, and ended with the JVM at the latest
     * @throws DevServicesException if they cannot be started
     */
    public RedisSentinel startSentinel() {
        return RedisSentinel.startOwn(this);
    }

    /**
     * Starts a Cluster of three masters with a replica each, of the caller's own, and returns when it is
     * {@linkplain RedisCluster#awaitHealthy() healthy}.
     *
     * @return the running servers; to be closed by the caller, and ended with the JVM at the latest
     * @throws DevServicesException if they cannot be started
     */
    public RedisCluster startCluster() {
        return RedisCluster.startOwn(this);
    }

    Map<String, String> settings() {
        return settings;
    }

    Map<String, RedisUser> users() {
        return users;
    }

    boolean isTls() {
        return tls;
    }

    boolean isProxied() {
        return proxied;
    }

    private RedisSpec with(RedisUser user) {
        SortedMap<String, RedisUser> more = new TreeMap<>(users);
        more.put(user.name(), user);
        return new RedisSpec(settings, more, tls, proxied);
    }

    static void checkSetting(String name, String value) {
        Require.that(
                name.matches("[a-z][a-z0-9-]*") && !OURS.contains(name),
                "setting",
                name,
                "a directive of redis.conf, but none of " + OURS);
        Require.that(value.lines().count() == 1, name, value, "one line");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RedisSpec spec
                && settings.equals(spec.settings)
                && users.equals(spec.users)
                && tls == spec.tls
                && proxied == spec.proxied;
    }

    @Override
    public int hashCode() {
        return Objects.hash(settings, users, tls, proxied);
    }

    /** What is specified, without passwords. */
    @Override
    public String toString() {
        return "RedisSpec[settings=" + settings + ", users=" + users.values() + ", tls=" + tls + ", proxied=" + proxied
                + "]";
    }
}
