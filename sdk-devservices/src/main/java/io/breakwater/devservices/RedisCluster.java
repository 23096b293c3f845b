package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A Redis Cluster: three masters with a replica each. The nodes take one for dead that was silent for 2 s; its replica then
 * serves its slots some 6 s after its death. A master that comes back becomes a replica.
 *
 * <p>All methods may be called by any thread. Roles change: ask again after each failover.
 */
public final class RedisCluster implements AutoCloseable {

    private static final Duration AGREED_WITHIN = Duration.ofSeconds(60);

    private final RedisAccess access;
    private final RedisGroup nodes;
    private final Runnable onClose;

    private RedisCluster(RedisAccess access, RedisGroup nodes, Runnable onClose) {
        this.access = access;
        this.nodes = nodes;
        this.onClose = onClose;
    }

    static RedisCluster startOwn(RedisSpec spec) {
        RedisAccess access = RedisAccess.to(spec);
        RedisGroup nodes = ClusterLayout.create(access);
        return new RedisCluster(access, nodes, nodes::end).started();
    }

    static RedisCluster startShared(RedisSpec spec) {
        RedisAccess access = RedisAccess.to(spec);
        return new RedisCluster(access, ClusterLayout.create(access), () -> {}).started();
    }

    private RedisCluster started() {
        Progress progress = Progress.start("Redis Cluster (3 masters, 3 replicas)");
        Ending.ifFails(
                () -> {
                    nodes.start();
                    awaitHealthy();
                },
                nodes::end);
        progress.ready(nodes.servers().toString());
        return this;
    }

    /**
     * The address of all nodes, with the default user's name and password where it has one.
     *
     * @return {@code redis-cluster://[user:password@]127.0.0.1:port,…}, with TLS {@code rediss-cluster://…}
     */
    public String uri() {
        return access.uri("-cluster", "", nodes());
    }

    /**
     * The same for one of the users.
     *
     * @param user the name of a user of the specification
     * @return as {@link #uri()}
     * @throws IllegalArgumentException if the specification has no such user
     */
    public String uri(String user) {
        return access.uri("-cluster", "", nodes(), user);
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
     * All nodes, whatever their roles are now.
     *
     * @return six nodes; first those that were masters at the start
     */
    public List<RedisServer> nodes() {
        return nodes.servers();
    }

    /**
     * The nodes that own slots now, as the best informed node sees it: one that it knows to be dead is not among them.
     *
     * @return up to three nodes
     * @throws DevServicesException if no node answers
     */
    public List<RedisServer> masters() {
        return those(ClusterNode::isMaster);
    }

    /**
     * The nodes that are replicas now, as the best informed node sees it: one that it knows to be dead is not among them.
     *
     * @return up to three nodes
     * @throws DevServicesException if no node answers
     */
    public List<RedisServer> replicas() {
        return those(ClusterNode::isReplica);
    }

    /**
     * The owner of the key's slot now, dead or alive.
     *
     * @param key any key; of one with a hash tag, the tag counts
     * @return one of the nodes
     * @throws DevServicesException if no node answers, or nobody owns the slot
     */
    public RedisServer masterOf(String key) {
        int slot = KeySlot.of(key);
        return newestView()
                .ownerOf(slot)
                .map(owner -> nodes.at(owner.port()))
                .orElseThrow(() -> new DevServicesException("Nobody owns slot " + slot + " of key " + key));
    }

    /**
     * Lets a master's replica take its place, also when the master is alive. Returns when all nodes that answer agree and serve
     * their slots.
     *
     * @param master one that owns slots now
     * @return the new master, until now its replica
     * @throws IllegalArgumentException if the node is not a master now
     * @throws DevServicesException if it has no living replica, or the failover takes more than 60 s
     */
    public RedisServer failover(RedisServer master) {
        ClusterView view = newestView();
        ClusterNode old = masterIn(view, "master", master);
        RedisServer heir = view.nodes().stream()
                .filter(node -> node.isReplica() && node.masterId().equals(old.id()))
                .findFirst()
                .map(node -> nodes.at(node.port()))
                .orElseThrow(() -> new DevServicesException(master + " has no living replica"));
        new ClusterFailover(nodes, master, heir).run();
        return heir;
    }

    /**
     * Begins to migrate the key's slot to another master. From now on its owner answers {@code ASK} for each key of the slot
     * that it has not, until {@link #finishMigration}.
     *
     * @param key any key
     * @param target another master
     * @throws IllegalArgumentException if the target is not a master now, or owns the slot already
     * @throws DevServicesException if a server refuses
     */
    public void beginMigration(String key, RedisServer target) {
        ClusterView view = newestView();
        RedisServer source = masterOf(key);
        Require.that(!source.equals(target), "target", target, "another node than the slot's owner");
        masterIn(view, "target", target);
        SlotMigration.of(KeySlot.of(key), view, source, target).begin();
    }

    /**
     * Moves one key ahead of its slot, whose migration has begun: its owner answers {@code ASK} for it then.
     *
     * @param key a key; nothing happens if there is none
     * @throws IllegalStateException if its slot is not migrating
     * @throws DevServicesException if a server refuses
     */
    public void moveKey(String key) {
        migration(key).move(List.of(key), access.nodes());
    }

    /**
     * Ends the migration of the key's slot: moves the keys that are left, and hands the slot to the target. Returns when all
     * nodes that answer know it: the others answer {@code MOVED}.
     *
     * @param key any key of the slot
     * @throws IllegalStateException if its slot is not migrating
     * @throws DevServicesException if a server refuses, or the nodes do not agree within 60 s
     */
    public void finishMigration(String key) {
        SlotMigration migration = migration(key);
        migration.finish(access.nodes());
        Await.until(
                "owner of slot " + migration.slot(),
                AGREED_WITHIN,
                () -> nodes.ask(ClusterView::of).stream().allMatch(migration::isKnownIn)
                        ? ""
                        : "the agreement of all nodes on " + migration.target());
    }

    /**
     * Waits until all nodes answer, agree, and serve all slots, and all replicas are linked to their masters. It is so after
     * the start; wait for it after a node came back.
     *
     * @throws DevServicesException if that takes more than 60 s
     */
    public void awaitHealthy() {
        Await.until("healthy Cluster", AGREED_WITHIN, this::missingForHealth);
    }

    /** Stops all nodes and deletes their data. Does nothing when they are shared, or closed already. */
    @Override
    public void close() {
        onClose.run();
    }

    private List<RedisServer> those(Predicate<ClusterNode> wanted) {
        return newestView().nodes().stream()
                .filter(wanted)
                .map(node -> nodes.at(node.port()))
                .sorted(Comparator.comparingInt(nodes()::indexOf))
                .toList();
    }

    private ClusterView newestView() {
        return nodes.ask(ClusterView::of).stream()
                .max(Comparator.comparingLong(ClusterView::epoch))
                .orElseThrow(() -> new DevServicesException("No node of the Cluster answers"));
    }

    private static ClusterNode masterIn(ClusterView view, String name, RedisServer server) {
        Require.that(view.isMaster(server), name, server, "a master of this Cluster now");
        return view.at(server.port()).orElseThrow();
    }

    private SlotMigration migration(String key) {
        int slot = KeySlot.of(key);
        RedisServer source = masterOf(key);
        ClusterView view = nodes.only(source).ask(ClusterView::of).stream()
                .findFirst()
                .orElseThrow(() -> new DevServicesException(source + " does not answer"));
        return view.at(source.port())
                .flatMap(node -> node.migrationTarget(slot))
                .flatMap(view::withId)
                .map(target -> SlotMigration.of(slot, view, source, nodes.at(target.port())))
                .orElseThrow(() -> new IllegalStateException("Slot " + slot + " of key " + key + " is not migrating"));
    }

    private String missingForHealth() throws IOException {
        long epoch = newestView().epoch();
        for (RedisServer node : nodes()) {
            ClusterView view = ClusterView.of(node);
            if (!view.isHealthy(nodes().size()) || view.epoch() != epoch) {
                return node + " sees all: " + view;
            }
            Replication replication = Replication.of(node);
            if (!replication.isIn(view.masterPortOf(node.port()))) {
                return replication + " as a part of it";
            }
        }
        return "";
    }
}
