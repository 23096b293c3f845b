package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The masters of a Cluster, each for its slots. Who they are is asked of all nodes there is a connection to: each 10 s, at once
 * when a node says MOVED, and each 250 ms while a master cannot be reached.
 */
final class ClusterServers implements Topology {

    private static final long CALM_MILLIS = 10_000;
    private static final long URGENT_MILLIS = 250;

    private final String name;
    private final List<RedisURI> seeds;
    private final Function<RedisURI, Node> connector;
    private final LinkContext context;
    private final CompletableFuture<Boolean> firstUse = new CompletableFuture<>();

    private volatile Runnable whenChanged = () -> {};

    /** By slot; empty until the Cluster was found. Replaced as a whole. */
    private volatile @Nullable Node[] masters = {};

    /** By address, seeds included. Guarded by this. */
    private final Map<String, Node> nodes = new HashMap<>();

    private boolean refreshing;
    private boolean closed;

    ClusterServers(
            String name, List<RedisURI> seeds, Function<RedisURI, Node> connector, LinkContext context) {
        this.name = name;
        this.seeds = seeds;
        this.connector = connector;
        this.context = context;
    }

    /**
     * Begins to look for them.
     *
     * @param onChange called each time that they are others
     */
    void start(Runnable onChange) {
        whenChanged = onChange;
        for (RedisURI seed : seeds) {
            var unused = node(seed).firstUse().thenRun(this::refresh);
        }
        refreshLater();
    }

    /** Completes when each slot's master could be used once. */
    CompletableFuture<Boolean> firstUse() {
        return firstUse;
    }

    @Override
    public Node nodeOf(byte[] key) {
        @Nullable Node[] known = masters;
        Node master = known.length == 0 ? null : known[SlotHash.getSlot(key)];
        if (master == null) {
            context.counters().refusals.increment();
            throw new RedisUnavailableException(name + (known.length == 0 ? " has not been found yet" : " has no master")
                    + " for slot " + SlotHash.getSlot(key) + seedTroubles(), false);
        }
        return master;
    }

    @Override
    public @Nullable Node redirected(ErrorReply error) {
        if (!error.is("MOVED") && !error.is("ASK")) {
            return null;
        }
        if (error.is("MOVED")) {
            refresh();
        }
        String[] words = error.error().split(" ", -1);
        int colon = words[2].lastIndexOf(':');
        return node(Address.at(
                seeds.get(0), words[2].substring(0, colon), Integer.parseInt(words[2].substring(colon + 1))));
    }

    @Override
    public List<Node> nodes() {
        return Stream.of(masters).filter(Objects::nonNull).distinct().toList();
    }

    @Override
    public RedisURI addressOf(byte[] channel) {
        return nodeOf(channel).address();
    }

    @Override
    public boolean isSharded() {
        return true;
    }

    private synchronized Node node(RedisURI address) {
        if (closed) {
            throw new RedisUnavailableException(name + " is not connected: the link was closed", false);
        }
        return nodes.computeIfAbsent(Address.name(address), key -> connector.apply(address));
    }

    private void refresh() {
        List<Node> asked;
        synchronized (this) {
            if (refreshing || closed) {
                return;
            }
            refreshing = true;
            asked = nodes.values().stream().filter(Node::isUsable).toList();
        }
        List<CompletableFuture<@Nullable Partitions>> views = asked.stream().map(this::view).toList();
        var unused = CompletableFuture.allOf(views.toArray(CompletableFuture[]::new)).whenComplete((all, failure) -> {
            synchronized (this) {
                refreshing = false;
            }
            adopt(views.stream().map(CompletableFuture::join).filter(Objects::nonNull).toList());
        });
    }

    /** What a node says; null if it does not. */
    private CompletableFuture<@Nullable Partitions> view(Node node) {
        return node.inquire(Commands.clusterNodes()).handle((text, failure) -> text == null ? null : parsed(text, node));
    }

    /** A node that does not know its own address yet leaves the host empty: it is the one that was asked. */
    private static Partitions parsed(byte[] text, Node node) {
        String lines = new String(text, UTF_8);
        return ClusterPartitionParser.parse(
                lines.replaceAll("(?m)^(\\S+) :", "$1 " + node.address().getHost() + ":"));
    }

    private void adopt(Collection<Partitions> views) {
        if (!views.isEmpty() && change(new SlotMap(views))) {
            whenChanged.run();
        }
    }

    private synchronized boolean change(SlotMap map) {
        if (closed) {
            return false;
        }
        @Nullable Node[] before = masters;
        @Nullable Node[] after = new Node[SlotHash.SLOT_COUNT];
        for (int slot = 0; slot < after.length; slot++) {
            RedisClusterNode owner = map.owner(slot);
            after[slot] = owner == null || owner.getUri() == null
                    ? null
                    : node(Address.at(seeds.get(0), owner.getUri().getHost(), owner.getUri().getPort()));
        }
        masters = after;
        closeUnused(after);
        awaitFirstUse();
        return !List.of(before).equals(List.of(after));
    }

    private void closeUnused(@Nullable Node[] after) {
        Set<Node> used = new LinkedHashSet<>();
        Stream.of(after).filter(Objects::nonNull).forEach(used::add);
        seeds.forEach(seed -> used.add(nodes.get(Address.name(seed))));
        List<Node> unused = new ArrayList<>(nodes.values());
        unused.removeAll(used);
        nodes.values().removeAll(unused);
        unused.forEach(Node::close);
    }

    private void awaitFirstUse() {
        if (!firstUse.isDone()) {
            CompletableFuture<?>[] all = nodes().stream().map(Node::firstUse).toArray(CompletableFuture[]::new);
            var unused = CompletableFuture.allOf(all).thenRun(() -> firstUse.complete(true));
        }
    }

    private void refreshLater() {
        boolean calm = masters.length > 0 && nodes().stream().allMatch(Node::isUsable);
        context.after(calm ? CALM_MILLIS : URGENT_MILLIS, () -> {
            refresh();
            refreshLater();
        });
    }

    private synchronized String seedTroubles() {
        List<String> troubles = seeds.stream()
                .map(seed -> nodes.get(Address.name(seed)))
                .filter(node -> node != null && !node.isUsable())
                .map(node -> node.name() + " is not connected: " + node.health().reason())
                .toList();
        return troubles.isEmpty() ? "" : "; " + String.join("; ", troubles);
    }

    @Override
    public void close() {
        List<Node> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(nodes.values());
        }
        all.forEach(Node::close);
        firstUse.complete(false);
    }
}
