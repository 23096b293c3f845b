package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * One Redis master with two replicas, watched by three sentinels under the name {@code main}. The sentinels take a master for
 * dead that was silent for 1 s, and replace it within some 3 s. A master that comes back becomes a replica.
 *
 * <p>All methods may be called by any thread. Roles change: ask again after each failover.
 */
public final class RedisSentinel implements AutoCloseable {

    private static final String QUERY = "?sentinelMasterId=" + SentinelLayout.MASTER_NAME;
    private static final Duration HEALTHY_WITHIN = Duration.ofSeconds(60);
    private static final Duration FAILOVER_WITHIN = Duration.ofSeconds(60);

    private final RedisAccess access;
    private final SentinelLayout layout;
    private final Runnable onClose;

    private RedisSentinel(RedisAccess access, SentinelLayout layout, Runnable onClose) {
        this.access = access;
        this.layout = layout;
        this.onClose = onClose;
    }

    static RedisSentinel startOwn(RedisSpec spec) {
        RedisAccess access = RedisAccess.to(spec);
        SentinelLayout layout = SentinelLayout.create(access);
        return new RedisSentinel(access, layout, layout.all()::end).started();
    }

    static RedisSentinel startShared(RedisSpec spec) {
        RedisAccess access = RedisAccess.to(spec);
        return new RedisSentinel(access, SentinelLayout.create(access), () -> {}).started();
    }

    /**
     * The address of all three sentinels, with the name of the master and, where it has one, the default user's password,
     * which is the master's: sentinels have none.
     *
     * @return {@code redis-sentinel://[user:password@]127.0.0.1:port,…?sentinelMasterId=main}, with TLS
     *     {@code rediss-sentinel://…}
     */
    public String uri() {
        return access.uri("-sentinel", QUERY, sentinels());
    }

    /**
     * The same for one of the users.
     *
     * @param user the name of a user of the specification
     * @return as {@link #uri()}
     * @throws IllegalArgumentException if the specification has no such user
     */
    public String uri(String user) {
        return access.uri("-sentinel", QUERY, sentinels(), user);
    }

    /**
     * What a client has to trust.
     *
     * @return a PEM file
     * @throws IllegalStateException if the servers speak plain text
     */
    public Path certificate() {
        return access.certificate();
    }

    /**
     * Master and replicas, whatever their roles are now.
     *
     * @return three nodes; first the one that was the master at the start
     */
    public List<RedisServer> nodes() {
        return layout.data().servers();
    }

    /**
     * The sentinels.
     *
     * @return three servers
     */
    public List<RedisServer> sentinels() {
        return layout.sentinels().servers();
    }

    /**
     * Whom the sentinels call the master now. It may be dead: until they have replaced it, it is still the one.
     *
     * @return one of the nodes
     * @throws DevServicesException if no sentinel answers
     */
    public RedisServer master() {
        return layout.data().at(newestView().port());
    }

    /**
     * The nodes that answer now and say that they are replicas.
     *
     * @return none to three of the nodes
     */
    public List<RedisServer> replicas() {
        return layout.data().ask(Replication::of).stream()
                .filter(Replication::isReplica)
                .map(Replication::server)
                .toList();
    }

    /**
     * Lets the sentinels replace the master, also when it is alive. Returns when all who answer agree: the sentinels on the
     * new master, and the nodes by their roles. Who does not answer, as a master that is
     * dead or cut off, is not waited for.
     *
     * @return the new master
     * @throws DevServicesException if that takes more than 60 s
     */
    public RedisServer failover() {
        RedisServer old = master();
        Await.until("failover from " + old, FAILOVER_WITHIN, () -> {
            SentinelView view = newestView();
            if (view.port() == old.port()) {
                requestFailover();
                return "a new master";
            }
            return missingFor(view.port());
        });
        return master();
    }

    /**
     * Waits until nothing is down: all sentinels agree on the master and reach everyone, and both replicas are linked to it.
     * It is so after the start; wait for it after a node came back.
     *
     * @throws DevServicesException if that takes more than 60 s
     */
    public void awaitHealthy() {
        Await.until("healthy Sentinel", HEALTHY_WITHIN, this::missingForHealth);
    }

    /** Stops all servers and deletes their data. Does nothing when they are shared, or closed already. */
    @Override
    public void close() {
        onClose.run();
    }

    private RedisSentinel started() {
        Progress progress = Progress.start("Redis Sentinel (3 nodes, 3 sentinels)");
        Ending.ifFails(this::start, layout.all()::end);
        progress.ready("master " + master() + ", sentinels " + sentinels());
        return this;
    }

    private void start() {
        layout.data().start();
        // A sentinel that meets a replica without its master looks again only a second later.
        Await.until(
                "linked replicas",
                HEALTHY_WITHIN,
                () -> missingRole(nodes().get(0).port()));
        layout.sentinels().start();
        awaitHealthy();
    }

    private SentinelView newestView() {
        return layout.sentinels().ask(SentinelView::of).stream()
                .max(Comparator.comparingLong(SentinelView::epoch))
                .orElseThrow(() -> new DevServicesException("No sentinel answers"));
    }

    /**
     * Of one sentinel alone, always the same: a second one would begin a failover against the first. It refuses while no
     * replica is fit; the next turn asks again.
     */
    private void requestFailover() throws IOException {
        RedisServer first = layout.sentinels().ask(RedisSentinel::answering).get(0);
        if (!SentinelView.of(first).isReplacing()) {
            first.probe().text("SENTINEL", "FAILOVER", SentinelLayout.MASTER_NAME);
        }
    }

    private static RedisServer answering(RedisServer sentinel) throws IOException {
        sentinel.probe().text("PING");
        return sentinel;
    }

    private String missingFor(int port) {
        if (!layout.sentinels().ask(SentinelView::of).stream().allMatch(view -> view.isCalm() && view.port() == port)) {
            return "the sentinels' agreement";
        }
        return rolesMissing(port, layout.data().ask(Replication::asClientsSee));
    }

    private static String rolesMissing(int port, List<Replication> nodes) {
        return nodes.stream()
                .filter(node -> !node.isIn(port))
                .findFirst()
                .map(node -> node + " as a part of it")
                .orElseGet(() ->
                        nodes.stream().anyMatch(node -> node.server().port() == port) ? "" : "the new master's answer");
    }

    private String missingForHealth() throws IOException {
        int port = newestView().port();
        for (RedisServer sentinel : sentinels()) {
            SentinelView view = SentinelView.of(sentinel);
            if (!view.isWhole() || view.port() != port || !view.reachesAll(sentinel)) {
                return sentinel + " sees all: " + view;
            }
        }
        return missingRole(port);
    }

    /** All three nodes have to answer. */
    private String missingRole(int port) throws IOException {
        for (RedisServer node : nodes()) {
            Replication replication = Replication.of(node);
            if (!replication.isIn(port)) {
                return replication + " as a part of it";
            }
        }
        return "";
    }
}
