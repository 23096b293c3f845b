package io.breakwater.redis.link;

import io.breakwater.redis.Redis;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisHealth;
import io.breakwater.redis.RedisServerFacts;
import io.breakwater.redis.RedisStats;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The commands that the Breakwater libraries send. Each blocks its caller for one round trip, at most for the link's timeout,
 * and fails with a {@link RedisException}. A server's error reply is one; its {@link RedisException#code() code} tells which.
 *
 * <p>A command is sent at most once. In a Cluster one that a node has not executed, since the slot is elsewhere, is sent to the
 * other node, once; a script that a server does not know is sent again, whole.
 */
public final class RedisLink implements Redis {

    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(1);

    private final String name;
    private final LinkThreads threads;
    private final Topology topology;
    private final LinkContext context;
    private final Router router;
    private final Companions companions = new Companions();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    RedisLink(String name, LinkThreads threads, LinkContext context, Topology topology) {
        this.name = name;
        this.threads = threads;
        this.context = context;
        this.topology = topology;
        this.router = new Router(topology, context);
    }

    /**
     * Opens a link; see {@link Redis#connect(String, Duration)}.
     *
     * @param uri the address
     * @param timeout how long a command may take
     * @return the link
     */
    public static RedisLink open(String uri, Duration timeout) {
        return Opening.own(Address.parse(uri), timeout);
    }

    /**
     * Opens a link; see {@link Redis#over(RedisClient, RedisURI, Duration)}.
     *
     * @param client the caller's client
     * @param address a server, or Sentinels
     * @param timeout how long a command may take
     * @return the link
     */
    public static RedisLink over(RedisClient client, RedisURI address, Duration timeout) {
        return Opening.over(client, Address.of(address), timeout);
    }

    /**
     * Opens a link; see {@link Redis#over(RedisClusterClient, RedisURI, Duration)}.
     *
     * @param client the caller's client
     * @param address any node of the Cluster
     * @param timeout how long a command may take
     * @return the link
     */
    public static RedisLink over(RedisClusterClient client, RedisURI address, Duration timeout) {
        return Opening.over(client, Address.ofCluster(address), timeout);
    }

    /**
     * The link behind a user's {@link Redis}.
     *
     * @param redis what the user handed over
     * @return the same, with the commands
     */
    public static RedisLink of(Redis redis) {
        return (RedisLink) redis;
    }

    /**
     * GET. May travel together with other callers' GETs in one MGET.
     *
     * @param key the key
     * @return the value, or null if there is none, or one of another type
     * @throws RedisException if it fails
     */
    public Reply<byte @Nullable []> get(byte[] key) {
        return ask(key, () -> Call.get(key));
    }

    /**
     * GET for several keys at once, those for one server in one write: one MGET as far as may be. One timeout counts for all.
     *
     * @param keys the keys
     * @return what has become of each, in their order: the value, or null if there is none, or one of another type
     */
    public List<Outcome<byte @Nullable []>> getAll(List<byte[]> keys) {
        List<Attempt<byte[]>> attempts = keys.stream()
                .map(key -> new Attempt<>(key, () -> Call.get(key)))
                .toList();
        router.askAll(attempts);
        return outcomes(attempts, reply -> reply);
    }

    /**
     * SET with an expiry.
     *
     * @param key the key
     * @param value the value
     * @param ttl how long the value lives, to the millisecond, at least 1 ms
     * @return the generation that acknowledged it
     * @throws RedisException if it fails
     */
    public Reply<Boolean> set(byte[] key, byte[] value, Duration ttl) {
        return ask(key, () -> Commands.set(key, value, ttl)).map(ok -> true);
    }

    /**
     * SET with an expiry, unless there is a value already.
     *
     * @param key the key
     * @param value the value
     * @param ttl how long the value lives, to the millisecond, at least 1 ms
     * @return whether it was set
     * @throws RedisException if it fails
     */
    public Reply<Boolean> setIfAbsent(byte[] key, byte[] value, Duration ttl) {
        return ask(key, () -> Commands.setIfAbsent(key, value, ttl)).map(ok -> ok != null);
    }

    /**
     * DEL.
     *
     * @param key the key
     * @return whether there was a value
     * @throws RedisException if it fails
     */
    public Reply<Boolean> delete(byte[] key) {
        return ask(key, () -> Commands.delete(key)).map(deleted -> deleted != null && deleted == 1);
    }

    /**
     * Runs a script by EVALSHA, and once more by EVAL when the server does not know it yet.
     *
     * @param script the script; it replies with an array, whose integers come as {@link Long} and strings as {@code byte[]}
     * @param keys its keys, at least one; in a Cluster all of one hash slot
     * @param arguments its arguments
     * @return the reply
     * @throws IllegalArgumentException if there is no key, or in a Cluster keys of several slots
     * @throws RedisException if it fails
     */
    public Reply<List<@Nullable Object>> run(Script script, List<byte[]> keys, List<byte[]> arguments) {
        byte[] first = checkedFirst(keys);
        try {
            return array(router.ask(first, () -> Commands.evalsha(script, keys, arguments)));
        } catch (ErrorReply error) {
            if (!error.is("NOSCRIPT")) {
                throw error.toException();
            }
            context.counters().scriptReloads.increment();
            return array(ask(first, () -> Commands.eval(script, keys, arguments)));
        }
    }

    /**
     * Runs a script several times at once; see {@link #run}. One timeout counts for all, and another for those that are sent again.
     *
     * @param script the script
     * @param calls with which keys and arguments; in a Cluster the slots of two calls may differ
     * @return what has become of each, in their order
     * @throws IllegalArgumentException if in one call there is no key, or in a Cluster keys of several slots; then none was sent
     */
    public List<Outcome<List<@Nullable Object>>> runAll(Script script, List<ScriptCall> calls) {
        List<Attempt<List<@Nullable Object>>> attempts = new ArrayList<>();
        for (ScriptCall call : calls) {
            attempts.add(new Attempt<>(
                    checkedFirst(call.keys()), () -> Commands.evalsha(script, call.keys(), call.arguments())));
        }
        router.askAll(attempts);
        router.askAll(reloading(attempts, script, calls));
        return outcomes(attempts, RedisLink::array);
    }

    /** Takes the place of those that the server did not know. */
    private List<Attempt<List<@Nullable Object>>> reloading(
            List<Attempt<List<@Nullable Object>>> attempts, Script script, List<ScriptCall> calls) {
        List<Attempt<List<@Nullable Object>>> again = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            if (attempts.get(i).hasError("NOSCRIPT")) {
                ScriptCall call = calls.get(i);
                attempts.set(
                        i,
                        new Attempt<>(call.keys().get(0), () -> Commands.eval(script, call.keys(), call.arguments())));
                again.add(attempts.get(i));
                context.counters().scriptReloads.increment();
            }
        }
        return again;
    }

    /**
     * The clock of the server that has a key (TIME), the only one that counts between machines.
     *
     * @param key any key
     * @return its time, to the microsecond
     * @throws RedisException if it fails
     */
    public Reply<Instant> time(byte[] key) {
        return ask(key, Commands::time).map(Commands::instant);
    }

    /**
     * PUBLISH, or in a Cluster SPUBLISH.
     *
     * @param channel the channel
     * @param message the message
     * @return how many connections of subscribers the server has handed it to
     * @throws RedisException if it fails
     */
    public Reply<Long> publish(byte[] channel, byte[] message) {
        return ask(channel, () -> Commands.publish(channel, message, topology.isSharded()))
                .map(receivers -> receivers == null ? 0L : receivers);
    }

    /**
     * Subscribes to channels, on connections of the subscription's own: one for a server or a Sentinel group, in a Cluster one for
     * each slot of the channels. Returns at once; {@link Subscriber#subscribed} tells when it stands.
     *
     * @param channels the channels, at least one
     * @param subscriber who gets what is published
     * @return the subscription
     */
    public Subscription subscribe(List<byte[]> channels, Subscriber subscriber) {
        List<Feed> feeds = new ArrayList<>();
        for (List<byte[]> together : bySubscription(channels)) {
            Tap tap = new ChannelTap(together, topology.isSharded(), subscriber);
            byte[] first = together.get(0);
            feeds.add(feed(() -> topology.addressOf(first), tap));
        }
        return kept(Feeds.of(feeds));
    }

    /**
     * Watches keys for changes, by RESP3 client tracking: on a connection of the watch's own to the server, or to each master of a
     * Cluster. Returns at once; {@link KeyWatcher#watching} tells when it stands, for each of those.
     *
     * @param prefixes what the names of the keys begin with, none the beginning of another
     * @param watcher who is told
     * @return the subscription
     */
    public Subscription watch(List<byte[]> prefixes, KeyWatcher watcher) {
        Tap tap = new TrackingTap(prefixes, watcher);
        return kept(Feeds.ofEach(this::serversToWatch, server -> feed(() -> server, tap)));
    }

    /**
     * What a library keeps once for a link, for example its subscription: made at the first call, the same one from then on, and
     * closed with the link, before its connections. What its {@code close} throws is logged and goes no further. It stays the
     * same one if somebody else closes it; one whose making has failed is made by the next call.
     *
     * @param type of what
     * @param maker makes it; others who ask wait meanwhile
     * @param <T> of what
     * @return the only one
     * @throws RedisUnavailableException if the link was closed
     */
    public <T extends AutoCloseable> T companion(Class<T> type, Function<RedisLink, T> maker) {
        T companion = companions.get(type, () -> maker.apply(this));
        if (companion == null) {
            throw wasClosed();
        }
        return companion;
    }

    /**
     * Whether keys and channels have slots, and several keys of one script must share one.
     *
     * @return true for a Cluster
     */
    public boolean isCluster() {
        return topology.isSharded();
    }

    @Override
    public boolean isConnected() {
        List<Node> nodes = topology.nodes();
        return !nodes.isEmpty() && nodes.stream().allMatch(Node::isUsable);
    }

    @Override
    public List<RedisHealth> health() {
        return topology.nodes().stream().map(Node::health).toList();
    }

    @Override
    public List<RedisServerFacts> facts() {
        List<Node> nodes = topology.nodes();
        if (nodes.isEmpty()) {
            throw new RedisUnavailableException(name + " has not been found yet", false);
        }
        return nodes.stream().map(this::facts).toList();
    }

    @Override
    public RedisStats stats() {
        return context.counters().read();
    }

    @Override
    public void close() {
        companions.close();
        closed = true;
        List<CompletableFuture<?>> ends = new ArrayList<>();
        subscriptions.forEach(subscription -> ends.add(subscription.end()));
        ends.add(topology.close());
        // Lettuce would close them too, with a warning for each.
        Waiting.briefly(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)), CLOSED_WITHIN);
        threads.close();
    }

    @Override
    public String toString() {
        return name;
    }

    /** The servers are others now. */
    void topologyChanged() {
        subscriptions.forEach(Subscription::adjust);
    }

    private <T> Reply<@Nullable T> ask(byte[] key, Supplier<Call<T>> command) {
        try {
            return router.ask(key, command);
        } catch (ErrorReply error) {
            throw error.toException();
        }
    }

    private byte[] checkedFirst(List<byte[]> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("Invalid keys (none): must be at least one");
        }
        byte[] first = keys.get(0);
        if (topology.isSharded()) {
            for (byte[] key : keys) {
                if (SlotHash.getSlot(key) != SlotHash.getSlot(first)) {
                    throw new IllegalArgumentException(
                            "Invalid keys (" + text(key) + "): must be of one hash slot with " + text(first));
                }
            }
        }
        return first;
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    private static Reply<List<@Nullable Object>> array(Reply<@Nullable List<@Nullable Object>> reply) {
        return reply.map(array -> array == null ? List.of() : array);
    }

    private static <T, R extends @Nullable Object> List<Outcome<R>> outcomes(
            List<Attempt<T>> attempts, Function<Reply<@Nullable T>, Reply<R>> change) {
        return attempts.stream().map(attempt -> attempt.outcome(change)).toList();
    }

    private Collection<List<byte[]>> bySubscription(List<byte[]> channels) {
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("Invalid channels (none): must be at least one");
        }
        if (!topology.isSharded()) {
            return List.of(channels);
        }
        Map<Integer, List<byte[]>> bySlot = new LinkedHashMap<>();
        channels.forEach(channel -> bySlot.computeIfAbsent(SlotHash.getSlot(channel), slot -> new ArrayList<>())
                .add(channel));
        return bySlot.values();
    }

    private Set<RedisURI> serversToWatch() {
        return topology.nodes().stream().map(Node::address).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Feed feed(Supplier<RedisURI> address, Tap tap) {
        return new Feed(threads.client(), address, topology.tapped(tap), topology::lookAgain, context).start();
    }

    /** Kept first and looked at then, so that neither a change nor the end of the link is missed. */
    private Subscription kept(Feeds feeds) {
        Subscription subscription = new Subscription(feeds, subscriptions::remove);
        subscriptions.add(subscription);
        subscription.adjust();
        if (closed) {
            subscription.close();
            throw wasClosed();
        }
        return subscription;
    }

    private RedisUnavailableException wasClosed() {
        return new RedisUnavailableException(name + " is not connected: the link was closed", false);
    }

    private RedisServerFacts facts(Node node) {
        try {
            byte[] info = node.ask(Commands.info()).value();
            return Commands.facts(node.name(), info == null ? new byte[0] : info);
        } catch (ErrorReply error) {
            throw error.toException();
        }
    }
}
