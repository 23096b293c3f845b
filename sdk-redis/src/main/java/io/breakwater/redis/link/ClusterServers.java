package io.breakwater.redis.link;

import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The masters of a Cluster, each for its slots. Who they are is asked of all nodes there is a connection to: each 10 s, at once
 * when a node says MOVED, and each 250 ms while a master cannot be reached.
 */
final class ClusterServers implements Topology {

    private static final long TICK_MILLIS = 250;
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String name;
    private final List<RedisURI> seeds;
    private final Function<RedisURI, Node> connector;
    private final LinkContext context;
    private final CompletableFuture<Boolean> firstOutcome = new CompletableFuture<>();
    private final Looks looks;

    private volatile Runnable whenChanged = () -> {};

    /** By slot; all null until the Cluster was found. */
    private final AtomicReferenceArray<@Nullable Owner> owners = new AtomicReferenceArray<>(SlotHash.SLOT_COUNT);

    /** Those of the owners, each once. */
    private volatile List<Node> masters = List.of();

    /** Why the Cluster is not found, for messages. */
    private volatile String trouble = "";

    /** By address: the masters, and while they are not known or cannot be reached, whoever may know them. Guarded by this. */
    private final Map<String, Node> nodes = new HashMap<>();

    /** When nodes were last needed that perhaps are no masters: not yet, or for a slot on its way to them. */
    private final Map<Node, Long> neededAt = new HashMap<>();

    private Set<RedisURI> everyone = Set.of();

    /** What a redirection may call a node, to what it is called here: one server must not be two nodes. */
    private Map<String, String> names = Map.of();

    private boolean closed;

    ClusterServers(String name, List<RedisURI> seeds, Function<RedisURI, Node> connector, LinkContext context) {
        this.name = name;
        this.seeds = seeds;
        this.connector = connector;
        this.context = context;
        this.looks = new Looks(context, () -> step(this::look));
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
            first.add(node(seed).firstOutcome().thenApply(this::lookAgainIf));
        }
        var unused = CompletableFuture.allOf(first.toArray(CompletableFuture[]::new))
                .thenRun(() -> endWaitIf(first.stream().noneMatch(CompletableFuture::join)));
        context.after(TICK_MILLIS, this::tick);
    }

    /** Completes when each master was tried once, or no seed could be used at first. */
    CompletableFuture<Boolean> firstOutcome() {
        return firstOutcome;
    }

    private boolean lookAgainIf(boolean usable) {
        if (usable) {
            lookAgain();
        }
        return usable;
    }

    private void endWaitIf(boolean none) {
        if (none) {
            firstOutcome.complete(false);
        }
    }

    @Override
    public Owner ownerOf(byte[] key) {
        int slot = SlotHash.getSlot(key);
        Owner owner = owners.get(slot);
        if (owner == null) {
            throw new RedisUnavailableException(
                    masters.isEmpty()
                            ? name + " has not been found yet" + trouble
                            : name + " has no master for slot " + slot,
                    false);
        }
        return owner;
    }

    /**
     * By {@code MOVED slot host:port} and {@code ASK slot host:port}. No host means that of the server that says so. A key that is
     * on its way is still its owner's: the generation is not a new one for that.
     */
    @Override
    public @Nullable Owner redirected(Owner asked, ErrorReply error) {
        if (error.is("CLUSTERDOWN")) {
            lookAgain();
        }
        if (error.is("ASK")) {
            return onItsWay(error.error().split(" ", -1), asked, error.generation());
        }
        if (error.is("MOVED")) {
            Owner other = moved(error.error().split(" ", -1), asked);
            lookAgain();
            return other;
        }
        return null;
    }

    private synchronized Owner onItsWay(String[] words, Owner asked, long generation) {
        return asked.onTheWayTo(needed(node(words[2], asked.node())), generation);
    }

    private synchronized Node needed(Node node) {
        neededAt.put(node, context.clock().nanos());
        return node;
    }

    private synchronized Owner moved(String[] words, Owner asked) {
        Node node = needed(node(words[2], asked.node()));
        Owner owner = new Owner(node, context.nextGeneration(), Owner.NO_EPOCH);
        owners.set(Integer.parseInt(words[1]), owner);
        if (!masters.contains(node)) {
            List<Node> more = new ArrayList<>(masters);
            more.add(node);
            masters = List.copyOf(more);
        }
        return owner;
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

    @Override
    public Tap tapped(Tap tap) {
        return tap;
    }

    private Node node(String told, Node teller) {
        String hostAndPort = names.getOrDefault(told, told);
        int colon = hostAndPort.lastIndexOf(':');
        String host = hostAndPort.substring(0, colon);
        boolean known = !host.isEmpty() && !host.equals("?");
        return node(known ? host : teller.address().getHost(), Integer.parseInt(hostAndPort.substring(colon + 1)));
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

    private synchronized void nodeUnlessClosed(RedisURI address) {
        if (!closed) {
            node(address);
        }
    }

    private void tick() {
        if (isClosed()) {
            return;
        }
        // First, so that it goes on whatever happens below.
        context.after(TICK_MILLIS, this::tick);
        boolean calm = !masters.isEmpty() && masters.stream().allMatch(Node::isUsable);
        if (calm) {
            closeUnused();
        }
        if (!calm || looks.ageNanos() > CALM_NANOS) {
            lookAgain();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void lookAgain() {
        looks.want();
    }

    private void look() {
        long last = context.lastGeneration();
        List<Node> asked = known().stream().filter(Node::isUsable).toList();
        if (asked.isEmpty() || masters.isEmpty()) {
            askWhoeverMayKnow();
        }
        List<CompletableFuture<@Nullable View>> views =
                asked.stream().map(this::view).toList();
        // On the timer: the map of a large Cluster would hold up an event loop.
        var unused = CompletableFuture.allOf(views.toArray(CompletableFuture[]::new))
                .whenComplete((all, failure) -> context.after(0, () -> step(() -> adopt(views, last))));
    }

    /** Of a look: it ends with a step that fails. */
    private void step(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            looks.ended();
            throw e;
        }
    }

    private synchronized Collection<Node> known() {
        return List.copyOf(nodes.values());
    }

    /** Nobody can be asked, or none of them knows a master: connections to the seeds, and to all that were there at last. */
    private void askWhoeverMayKnow() {
        Set<RedisURI> candidates = new HashSet<>(seeds);
        synchronized (this) {
            if (closed) {
                return;
            }
            candidates.addAll(everyone);
        }
        candidates.forEach(this::nodeUnlessClosed);
        trouble = known().stream()
                .filter(node -> !node.isUsable())
                .map(node -> "; " + node.name() + " is not connected: "
                        + node.health().reason())
                .collect(Collectors.joining());
    }

    /** What a node says; null if it does not. */
    private CompletableFuture<@Nullable View> view(Node node) {
        return node.inquire(Commands.clusterNodes())
                .thenApply(text -> View.of(text == null ? new byte[0] : text, node.address()))
                .handle((view, failure) -> {
                    trouble = failure == null
                            ? ""
                            : "; " + node.name() + " tells of no Cluster: " + Probe.rootMessage(failure);
                    return view;
                });
    }

    private void adopt(List<CompletableFuture<@Nullable View>> answers, long last) {
        List<View> views = answers.stream()
                .map(CompletableFuture::join)
                .filter(Objects::nonNull)
                .toList();
        if (!views.isEmpty() && change(views, last)) {
            whenChanged.run();
        }
        looks.ended();
    }

    private synchronized boolean change(List<View> views, long last) {
        if (closed) {
            return false;
        }
        SlotMap map = new SlotMap(views.stream().map(View::nodes).toList());
        if (map.isOfACluster()) {
            everyone = map.everyone().stream()
                    .map(uri -> Address.at(seeds.get(0), uri.getHost(), uri.getPort()))
                    .collect(Collectors.toSet());
            names = View.names(views);
        }
        Set<RedisURI> heard = views.stream().map(View::teller).collect(Collectors.toSet());
        IdentityHashMap<RedisClusterNode, Node> claimants = new IdentityHashMap<>();
        boolean changed = false;
        for (int slot = 0; slot < SlotHash.SLOT_COUNT; slot++) {
            Owner before = owners.get(slot);
            // What was set since the look began is newer than what it has seen.
            if (before == null || before.since() <= last) {
                changed |= change(slot, before, map.owner(slot), heard, claimants);
            }
        }
        if (changed) {
            masters.forEach(this::needed);
            masters = IntStream.range(0, SlotHash.SLOT_COUNT)
                    .mapToObj(owners::get)
                    .filter(Objects::nonNull)
                    .map(Owner::node)
                    .distinct()
                    .toList();
            awaitFirstOutcome();
        }
        return changed;
    }

    private boolean change(
            int slot,
            @Nullable Owner before,
            @Nullable RedisClusterNode claimant,
            Set<RedisURI> heard,
            IdentityHashMap<RedisClusterNode, Node> claimants) {
        if (claimant == null) {
            owners.set(slot, null);
            return before != null;
        }
        Node node = claimants.computeIfAbsent(claimant, this::master);
        if (before != null
                && (before.isOf(node, claimant.getConfigEpoch())
                        || isOvertaken(claimant, before, heard)
                        || isTooEarly(node, before))) {
            return false;
        }
        // Even if it had the slot before: it may have lost it meanwhile, and got other data.
        owners.set(slot, new Owner(node, context.nextGeneration(), claimant.getConfigEpoch()));
        return true;
    }

    /** Whoever says so has not heard of it; and the one who has overtaken is there, but was not heard this time. */
    private static boolean isOvertaken(RedisClusterNode claimant, Owner before, Set<RedisURI> heard) {
        return claimant.getConfigEpoch() < before.epoch()
                && before.node().isUsable()
                && !heard.contains(before.node().address());
    }

    /** Until the new one was tried, the one before has the slot, or says where it is. */
    private static boolean isTooEarly(Node node, Owner before) {
        return !node.firstOutcome().isDone() && before.node().isUsable();
    }

    private Node master(RedisClusterNode claimant) {
        Node node = needed(node(claimant.getUri().getHost(), claimant.getUri().getPort()));
        if (!node.firstOutcome().isDone()) {
            var unused = node.firstOutcome().thenRun(this::lookAgain);
        }
        return node;
    }

    /** Once all masters can be asked, nobody else needs to be, unless somebody was sent there a moment ago. */
    private synchronized void closeUnused() {
        long now = context.clock().nanos();
        long longEnough = Math.max(CALM_NANOS, 2 * context.timeout().toNanos());
        neededAt.values().removeIf(needed -> now - needed > longEnough);
        List<Node> left = new ArrayList<>(nodes.values());
        left.removeAll(masters);
        left.removeAll(neededAt.keySet());
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

    @Override
    public CompletableFuture<?> close() {
        Collection<Node> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(nodes.values());
        }
        firstOutcome.complete(false);
        return CompletableFuture.allOf(all.stream().map(Node::close).toArray(CompletableFuture[]::new));
    }
}
