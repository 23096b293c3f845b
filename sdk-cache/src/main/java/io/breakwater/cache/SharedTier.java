package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.breakwater.cache.LaneView.Known;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisUnavailableException;
import io.breakwater.redis.link.Outcome;
import io.breakwater.redis.link.Reply;
import io.breakwater.redis.link.Script;
import io.breakwater.redis.link.ScriptCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values in Redis, and what is done to them. Every reply counts only for the history that this JVM knows: one that came by a newer
 * connection is asked for again after a sync, since what was acknowledged before may be lost there.
 */
final class SharedTier {

    private static final int MOST_ATTEMPTS = 4;
    private static final int LONGEST_MESSAGE = 200;

    private final String cache;
    private final Backplane backplane;
    private final Backplane.Member member;
    private final RedisNames names;

    SharedTier(String cache, Backplane backplane, Backplane.Member member) {
        this.cache = cache;
        this.backplane = backplane;
        this.member = member;
        this.names = member.names();
    }

    SharedKey key(Object key) {
        return SharedKey.of(key, names);
    }

    /** The value of a key if it may be served, by one GET. */
    @Nullable
    StoredRecord peek(SharedKey key) {
        Reply<byte @Nullable []> reply =
                inHistory(key.lane(), () -> backplane.link().get(key.record()));
        return servable(key.lane(), reply.value());
    }

    /** The values of several keys, in their order, by as few commands as there are slots. Null for those that must be read singly. */
    List<@Nullable StoredRecord> peekAll(List<SharedKey> keys) {
        List<Known> known = keys.stream().map(key -> current(key.lane())).toList();
        var outcomes =
                backplane.link().getAll(keys.stream().map(SharedKey::record).toList());
        List<@Nullable StoredRecord> values = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            Reply<byte @Nullable []> reply = outcomes.get(i).reply();
            values.add(
                    reply != null && reply.generation() == known.get(i).generation()
                            ? servable(keys.get(i).lane(), reply.value())
                            : null);
        }
        return values;
    }

    /**
     * A value, the lease to load it, or why neither.
     *
     * @param token what a lease will be known by
     * @param lease how long it lasts, unless it is renewed
     * @param stale for how long after its end a value may be needed
     * @param rejected the number of a value that cannot be decoded, or 0
     */
    ReadAnswer read(SharedKey key, byte[] token, Duration lease, Duration stale, long rejected) {
        long askedAt = System.nanoTime();
        Fields reply = ask(
                Scripts.READ,
                key.lane(),
                List.of(key.record(), refresh(key)),
                List.of(token, millis(lease), millis(stale), text(rejected)));
        return ReadAnswer.of(reply, askedAt);
    }

    /** The same for several keys at once, each with its token. Null for those that must be read singly. */
    List<@Nullable ReadAnswer> readAll(List<SharedKey> keys, List<byte[]> tokens, Duration lease, Duration stale) {
        long askedAt = System.nanoTime();
        List<Asked> asked = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            SharedKey key = keys.get(i);
            asked.add(new Asked(
                    key.lane(),
                    List.of(key.record(), refresh(key)),
                    List.of(tokens.get(i), millis(lease), millis(stale), text(0))));
        }
        List<@Nullable ReadAnswer> answers = new ArrayList<>(keys.size());
        askAll(Scripts.READ, asked).forEach(reply -> answers.add(reply == null ? null : ReadAnswer.of(reply, askedAt)));
        return answers;
    }

    /** The right to load a value anew, or null. */
    @Nullable
    Lease refresh(SharedKey key, long seen, Duration lease) {
        long askedAt = System.nanoTime();
        Fields reply = ask(
                Scripts.REFRESH,
                key.lane(),
                List.of(key.record(), refresh(key)),
                List.of(Backplane.randomBytes(), millis(lease), text(seen)));
        return reply.number(0) == 1
                ? Lease.warm(
                        key,
                        seen,
                        new Lease.Granted(reply.epoch(1), reply.number(2), holds(reply, 5), askedAt, reply.number(4)))
                : null;
    }

    /**
     * Stores what was loaded under a lease.
     *
     * @return where it stands now, or null if something has happened to the key meanwhile
     */
    @Nullable
    Standing store(Lease lease, Filling filling) {
        Asked asked = asked(lease, filling);
        return stored(ask(Scripts.STORE, asked.lane(), asked.keys(), asked.arguments()));
    }

    /** The same for several leases at once. Those that nobody knows of count as not stored. */
    List<@Nullable Standing> storeAll(List<Lease> leases, List<Filling> fillings) {
        List<Asked> asked = new ArrayList<>(leases.size());
        for (int i = 0; i < leases.size(); i++) {
            asked.add(asked(leases.get(i), fillings.get(i)));
        }
        List<@Nullable Standing> standings = new ArrayList<>(leases.size());
        askAll(Scripts.STORE, asked).forEach(reply -> standings.add(reply == null ? null : stored(reply)));
        return standings;
    }

    /**
     * What a load has found for Redis.
     *
     * @param payload the value's bytes
     * @param ttl how long it lives
     * @param stale for how long after that it may be needed
     * @param honoured whether all that bound the load was heeded
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Filling(byte[] payload, Duration ttl, Duration stale, boolean honoured) {}

    private Asked asked(Lease lease, Filling filling) {
        return new Asked(
                lease.key().lane(),
                List.of(lease.key().record(), refresh(lease.key())),
                List.of(
                        lease.key().bytes(),
                        LaneView.bytes(lease.epoch()),
                        lease.token(),
                        text(lease.seen()),
                        text(lease.birth()),
                        text(lease.since()),
                        millis(filling.ttl()),
                        millis(filling.stale()),
                        text(filling.honoured() ? 1 : 0),
                        filling.payload()));
    }

    private static @Nullable Standing stored(Fields reply) {
        return reply.number(0) == 1 ? new Standing(reply.number(5), reply.number(6)) : null;
    }

    /** Tells the other nodes that the load of a cold lease has failed; the answer is how long nobody tries again. */
    Duration fail(Lease lease, Pause pause, String message) {
        String told = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
        Fields reply = ask(
                Scripts.FAIL,
                lease.key().lane(),
                List.of(lease.key().record()),
                List.of(
                        lease.key().bytes(),
                        lease.token(),
                        millis(pause.first()),
                        millis(pause.longest()),
                        told.getBytes(UTF_8)));
        return reply.number(0) == 1 ? Duration.ofMillis(reply.number(5)) : Duration.ZERO;
    }

    /** Gives a cold lease back. */
    void release(Lease lease) {
        ask(
                Scripts.RELEASE,
                lease.key().lane(),
                List.of(lease.key().record()),
                List.of(lease.key().bytes(), lease.token()));
    }

    /** A cold lease goes on. */
    void renew(Lease lease, Duration longer) {
        ask(Scripts.RENEW, lease.key().lane(), List.of(lease.key().record()), List.of(lease.token(), millis(longer)));
    }

    /**
     * Removes values, all of one lane, by one mutation.
     *
     * @throws RedisException if that was not acknowledged
     */
    void invalidate(int lane, List<SharedKey> keys, Hold hold) {
        List<byte[]> redisKeys = new ArrayList<>();
        for (SharedKey key : keys) {
            redisKeys.add(key.record());
            redisKeys.add(refresh(key));
        }
        byte[] body = Message.body(keys.stream().map(SharedKey::bytes).toList());
        mutate(Scripts.INVALIDATE, lane, redisKeys, List.of(hold.millis(), hold.tokenBytes(), body));
    }

    /**
     * Ends all values of a lane.
     *
     * @throws RedisException if that was not acknowledged
     */
    void clear(int lane, Hold hold) {
        mutate(Scripts.CLEAR, lane, List.of(), List.of(hold.millis(), hold.tokenBytes()));
    }

    /**
     * Puts a value in place of what is there.
     *
     * @return where it stands now, or null if somebody is writing through
     * @throws RedisException if that was not acknowledged
     */
    @Nullable
    Standing put(SharedKey key, byte[] payload, Duration ttl, Hold hold) {
        Fields reply = mutate(
                Scripts.PUT,
                key.lane(),
                List.of(key.record(), refresh(key)),
                List.of(hold.millis(), hold.tokenBytes(), Message.body(List.of(key.bytes())), millis(ttl), payload));
        return reply.number(0) == 1 ? new Standing(reply.number(7), reply.number(8)) : null;
    }

    /**
     * Says that a key is about to be written in the source.
     *
     * @throws RedisException if that was not acknowledged
     */
    void intend(SharedKey key, WriteIntent intent) {
        mutate(
                Scripts.INTENT,
                key.lane(),
                List.of(key.record(), refresh(key)),
                List.of(intent.writer(), millis(WriteIntent.LIFE), Message.body(List.of(key.bytes()))));
    }

    /**
     * Says that the write is over.
     *
     * @param written the value's bytes, or null if it was not written, or nobody knows
     * @return where the value stands now, or null if it is not cached
     * @throws RedisException if that was not acknowledged
     */
    @Nullable
    Standing settle(SharedKey key, WriteIntent intent, byte @Nullable [] written, Duration ttl, Hold hold) {
        Fields reply = mutate(
                Scripts.SETTLE,
                key.lane(),
                List.of(key.record(), refresh(key)),
                List.of(
                        hold.millis(),
                        hold.tokenBytes(),
                        Message.body(List.of(key.bytes())),
                        intent.writer(),
                        text(written == null ? 0 : 1),
                        millis(ttl),
                        written == null ? new byte[0] : written));
        return reply.number(0) == 1 ? new Standing(reply.number(7), reply.number(8)) : null;
    }

    WriteIntent newIntent() {
        return new WriteIntent(backplane.mutation(backplane.nextMutation()).bytes());
    }

    /** The elapsed time of this JVM at which the server's clock will say so, at the earliest. */
    long deadline(int lane, long serverMillis) {
        long now = System.nanoTime();
        return now + member.view(lane).known().nanosUntil(serverMillis, now);
    }

    /** What was put or stored: its number, and when it ends by the server's clock. */
    record Standing(long number, long ends) {}

    private @Nullable StoredRecord servable(int lane, byte @Nullable [] bytes) {
        StoredRecord stored = bytes == null ? null : StoredRecord.parse(bytes);
        return stored != null
                        && stored.kind() == StoredRecord.Kind.VALUE
                        && member.view(lane).known().admits(stored, System.nanoTime())
                ? stored
                : null;
    }

    private Fields ask(Script script, int lane, List<byte[]> keys, List<byte[]> arguments) {
        Reply<List<@Nullable Object>> reply =
                inHistory(lane, () -> backplane.link().run(script, keys(lane, keys), arguments(lane, 0, arguments)));
        return heard(lane, new Fields(reply.value()));
    }

    /** One of several runs of a script. */
    private record Asked(int lane, List<byte[]> keys, List<byte[]> arguments) {}

    /** All at once; null for those that failed, or that came by another connection than the one that is known. */
    private List<@Nullable Fields> askAll(Script script, List<Asked> asked) {
        List<Known> known = asked.stream().map(one -> current(one.lane())).toList();
        List<ScriptCall> calls = asked.stream()
                .map(one -> new ScriptCall(keys(one.lane(), one.keys()), arguments(one.lane(), 0, one.arguments())))
                .toList();
        List<Outcome<List<@Nullable Object>>> outcomes = backplane.link().runAll(script, calls);
        List<@Nullable Fields> replies = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            Reply<List<@Nullable Object>> reply = outcomes.get(i).reply();
            replies.add(
                    reply != null && reply.generation() == known.get(i).generation()
                            ? heard(asked.get(i).lane(), new Fields(reply.value()))
                            : null);
        }
        return replies;
    }

    private Fields heard(int lane, Fields fields) {
        if (!hear(lane, fields)) {
            current(lane);
        }
        return fields;
    }

    private Fields mutate(Script script, int lane, List<byte[]> keys, List<byte[]> arguments) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Known known = current(lane);
            long count = backplane.nextMutation();
            Reply<List<@Nullable Object>> reply =
                    backplane.link().run(script, keys(lane, keys), arguments(lane, count, arguments));
            Fields fields = new Fields(reply.value());
            if (reply.generation() != known.generation()) {
                mistrust(lane, fields, known);
            } else if (isAcknowledged(lane, fields, count, known)) {
                return fields;
            }
        }
        throw unsteady();
    }

    private boolean isAcknowledged(int lane, Fields fields, long count, Known then) {
        Message.Place place = new Message.Place(fields.number(6), backplane.mutation(count));
        return hear(lane, fields)
                && member.view(lane).acknowledged(fields.epoch(1), fields.number(5), place, then.generation());
    }

    /** The reply of another connection acknowledges nothing: the mutation is repeated in the history that the sync finds. */
    private void mistrust(int lane, Fields fields, Known known) {
        LaneView view = member.view(lane);
        if (view.isReissued(fields.epoch(1), fields.number(5))) {
            view.renew();
        } else {
            view.outdated(known);
        }
    }

    private boolean hear(int lane, Fields fields) {
        return member.view(lane).hear(fields.epoch(1), fields.number(2), fields.number(3));
    }

    private <T extends @Nullable Object> Reply<T> inHistory(int lane, Supplier<Reply<T>> command) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Known known = current(lane);
            Reply<T> reply = command.get();
            if (reply.generation() == known.generation()) {
                return reply;
            }
            member.view(lane).outdated(known);
        }
        throw unsteady();
    }

    private Known current(int lane) {
        LaneView view = member.view(lane);
        Known known = view.known();
        if (!known.isCurrent()) {
            backplane.sync(member, lane, known);
            known = view.known();
        }
        return known;
    }

    private RedisUnavailableException unsteady() {
        return new RedisUnavailableException("The history of cache " + cache + " in Redis changes too often", true);
    }

    private List<byte[]> keys(int lane, List<byte[]> more) {
        List<byte[]> keys = new ArrayList<>(2 + more.size());
        keys.add(names.control(lane));
        keys.add(names.log(lane));
        keys.addAll(more);
        return keys;
    }

    private List<byte[]> arguments(int lane, long mutation, List<byte[]> more) {
        List<byte[]> arguments = backplane.arguments(cache, lane, mutation);
        arguments.addAll(more);
        return arguments;
    }

    private byte[] refresh(SharedKey key) {
        return names.refresh(key.lane(), key.bytes());
    }

    static List<String> holds(Fields reply, int at) {
        return StoredRecord.tokens(reply.bytes(at));
    }

    private static byte[] millis(Duration duration) {
        return text(duration.toMillis());
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }
}
