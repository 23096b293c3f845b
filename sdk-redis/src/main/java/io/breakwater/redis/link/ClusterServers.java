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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.IntStream;
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
    private final CompletableFuture<Boolean> firstOutcome = new CompletableFuture<>();

    private volatile Runnable whenChanged = () -> {};

    /** Why the node that was asked last does not say who the masters are; empty if it did. */
    private volatile String unread = "";

    /** By slot; all null until the Cluster was found. */
    private final AtomicReferenceArray<@Nullable Owner> owners = new AtomicReferenceArray<>(SlotHash.SLOT_COUNT);

    /** Those of the owners, each once. */
    private volatile List<Node> masters = List.of();

    /** By address, seeds included. Guarded by this. */
    private final Map<String, Node> nodes = new HashMap<>();

    private boolean refreshing;
    private boolean closed;

    ClusterServers(String name, List<RedisURI> seeds, Function<RedisURI, Node> connector, LinkContext context) {
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
        List<CompletableFuture<Boolean>> first = new ArrayList<>();
        for (RedisURI seed : seeds) {
            CompletableFuture<Boolean> outcome = node(seed).firstOutcome();
            first.add(outcome.thenApply(this::refreshIf));
        }
        var unused = CompletableFuture.allOf(first.toArray(CompletableFuture[]::new))
                .thenRun(() -> giveUpIf(first.stream().noneMatch(CompletableFuture::join)));
        refreshLater();
    }

    /** Completes when each master was tried once, or no seed could be used at first. */
    CompletableFuture<Boolean> firstOutcome() {
        return firstOutcome;
    }

    private boolean refreshIf(boolean usable) {
        if (usable) {
            refresh();
        }
        return usable;
    }

    private void giveUpIf(boolean none) {
        if (none) {
            firstOutcome.complete(false);
        }
    }

    @Override
    public Owner ownerOf(byte[] key) {
        int slot = SlotHash.getSlot(key);
        Owner owner = owners.get(slot);
        if (owner == null) {
            context.counters().refusals.increment();
            String what = masters.isEmpty() ? " has not been found yet" : " has no master for slot " + slot;
            throw new RedisUnavailableException(name + what + seedTroubles(), false);
        }
        return owner;
    }

    /** By {@code MOVED slot host:port} and {@code ASK slot host:port}. */
    @Override
    public @Nullable Owner redirected(ErrorReply error) {
        boolean moved = error.is("MOVED");
        if (!moved && !error.is("ASK")) {
            return null;
        }
        String[] words = error.error().split(" ", -1);
        Owner other = new Owner(node(words[2]), context.nextGeneration(), 0);
        if (moved) {
            owners.set(Integer.parseInt(words[1]), other);
            refresh();
        }
        return other;
    }

    @Override
    public List<Node> nodes() {
        return masters;
    }

    @Override
    public RedisURI addressOf(byte[] channel) {
        return ownerOf(channel).node().address();
    }

    @Override
    public boolean isSharded() {
        return true;
    }

    private Node node(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return node(hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    private Node node(String host, int port) {
        return node(Address.at(seeds.get(0), host, port));
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
        List<CompletableFuture<@Nullable Partitions>> views =
                asked.stream().map(this::view).toList();
        var unused = CompletableFuture.allOf(views.toArray(CompletableFuture[]::new))
                .whenComplete((all, failure) -> {
                    synchronized (this) {
                        refreshing = false;
                    }
                    adopt(views.stream()
                            .map(CompletableFuture::join)
                            .filter(Objects::nonNull)
                            .toList());
                });
    }

    /** What a node says; null if it does not. */
    private CompletableFuture<@Nullable Partitions> view(Node node) {
        return node.inquire(Commands.clusterNodes()).handle((text, failure) -> {
            unread = failure == null ? "" : "; " + node.name() + " tells of no Cluster: " + Probe.rootMessage(failure);
            return text == null ? null : parsed(text, node);
        });
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
        boolean changed = false;
        for (int slot = 0; slot < SlotHash.SLOT_COUNT; slot++) {
            changed |= change(slot, map.owner(slot));
        }
        if (changed) {
            masters = IntStream.range(0, SlotHash.SLOT_COUNT)
                    .mapToObj(owners::get)
                    .filter(Objects::nonNull)
                    .map(Owner::node)
                    .distinct()
                    .toList();
            closeUnused();
            awaitFirstOutcome();
        }
        return changed;
    }

    private boolean change(int slot, @Nullable RedisClusterNode claimant) {
        Owner before = owners.get(slot);
        if (claimant == null || claimant.getUri() == null) {
            owners.set(slot, null);
            return before != null;
        }
        Node node = node(claimant.getUri().getHost(), claimant.getUri().getPort());
        if (before != null && before.isOf(node, claimant.getConfigEpoch())) {
            return false;
        }
        // Even if it had the slot before: it may have lost it meanwhile, and got other data.
        owners.set(slot, new Owner(node, context.nextGeneration(), claimant.getConfigEpoch()));
        return true;
    }

    private void closeUnused() {
        Set<Node> used = new HashSet<>(masters);
        seeds.forEach(seed -> used.add(nodes.get(Address.name(seed))));
        List<Node> left = new ArrayList<>(nodes.values());
        left.removeAll(used);
        nodes.values().removeAll(left);
        for (Node node : left) {
            var unused = node.close();
        }
    }

    private void awaitFirstOutcome() {
        if (!firstOutcome.isDone()) {
            CompletableFuture<?>[] all =
                    masters.stream().map(Node::firstOutcome).toArray(CompletableFuture[]::new);
            var unused = CompletableFuture.allOf(all).thenRun(() -> firstOutcome.complete(true));
        }
    }

    private synchronized void refreshLater() {
        if (closed) {
            return;
        }
        boolean calm = !masters.isEmpty() && masters.stream().allMatch(Node::isUsable);
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
        return troubles.isEmpty() ? unread : "; " + String.join("; ", troubles);
    }

    @Override
    public CompletableFuture<?> close() {
        List<Node> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(nodes.values());
        }
        firstOutcome.complete(false);
        return CompletableFuture.allOf(all.stream().map(Node::close).toArray(CompletableFuture[]::new));
    }
}
