package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.breakwater.cache.LaneScripts.Question;
import io.breakwater.cache.LaneScripts.Told;
import io.breakwater.redis.link.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values in Redis, and what is done to them: a method for each script. */
final class SharedTier {

    private static final int LONGEST_MESSAGE = 200;

    private final Backplane backplane;
    private final Backplane.Member member;
    private final RedisNames names;
    private final LaneScripts scripts;

    SharedTier(Backplane backplane, Backplane.Member member) {
        this.backplane = backplane;
        this.member = member;
        this.names = member.names();
        this.scripts = new LaneScripts(backplane, member);
    }

    /** What was put or stored: its number, and when it ends by the server's clock. */
    record Standing(long number, long ends) {}

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

    /** What is put. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Putting(SharedKey key, byte[] payload, Duration ttl) {}

    /**
     * The end of a write.
     *
     * @param written the value's bytes, or null if it was not written, or nobody knows
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Settling(SharedKey key, WriteIntent intent, byte @Nullable [] written, Duration ttl) {}

    SharedKey key(Object key) {
        return SharedKey.of(key, names);
    }

    /** Learns what is to be known of a lane, if Redis answers. */
    void learn(int lane) {
        var unused = scripts.currentOrNull(lane);
    }

    /** What a lease will be known by. */
    byte[] newToken() {
        return backplane.token();
    }

    WriteIntent newIntent() {
        return new WriteIntent(backplane.mutation(backplane.nextMutation()).bytes());
    }

    /** The elapsed time of this JVM at which the server's clock will say so, at the earliest. */
    long deadline(int lane, long serverMillis) {
        long now = System.nanoTime();
        return now + member.view(lane).known().nanosUntil(serverMillis, now);
    }

    /** The value of a key if it may be served, by one GET. */
    @Nullable
    StoredRecord peek(SharedKey key) {
        Reply<byte @Nullable []> reply =
                scripts.reply(key.lane(), () -> backplane.link().get(key.record()));
        return servable(key.lane(), reply.value());
    }

    /** The values of several keys, in their order, by as few commands as there are slots. Null for those that must be read singly. */
    List<@Nullable StoredRecord> peekAll(List<SharedKey> keys) {
        List<byte[]> records = keys.stream().map(SharedKey::record).toList();
        var replies = scripts.replies(
                keys.stream().map(SharedKey::lane).toList(),
                () -> backplane.link().getAll(records));
        List<@Nullable StoredRecord> values = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            Reply<byte @Nullable []> reply = replies.get(i);
            values.add(reply == null ? null : servable(keys.get(i).lane(), reply.value()));
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
        Fields reply = scripts.ask(Scripts.READ, about(key, token, millis(lease), millis(stale), text(rejected)));
        return ReadAnswer.of(reply, askedAt);
    }

    /** The same for several keys at once, each with its token. Null for those that must be read singly. */
    List<@Nullable ReadAnswer> readAll(List<SharedKey> keys, List<byte[]> tokens, Duration lease, Duration stale) {
        long askedAt = System.nanoTime();
        List<Question> questions = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            questions.add(about(keys.get(i), tokens.get(i), millis(lease), millis(stale), text(0)));
        }
        List<@Nullable ReadAnswer> answers = new ArrayList<>(keys.size());
        scripts.askAll(Scripts.READ, questions)
                .forEach(reply -> answers.add(reply == null ? null : ReadAnswer.of(reply, askedAt)));
        return answers;
    }

    /** The right to load a value anew, or null. */
    @Nullable
    Lease refresh(SharedKey key, long seen, Duration lease) {
        long askedAt = System.nanoTime();
        Fields reply = scripts.ask(Scripts.REFRESH, about(key, backplane.token(), millis(lease), text(seen)));
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
        return stored(scripts.ask(Scripts.STORE, about(lease, filling)));
    }

    /** The same for several leases at once. Those that nobody knows of count as not stored. */
    List<@Nullable Standing> storeAll(List<Lease> leases, List<Filling> fillings) {
        List<Question> questions = new ArrayList<>(leases.size());
        for (int i = 0; i < leases.size(); i++) {
            questions.add(about(leases.get(i), fillings.get(i)));
        }
        List<@Nullable Standing> standings = new ArrayList<>(leases.size());
        scripts.askAll(Scripts.STORE, questions).forEach(reply -> standings.add(reply == null ? null : stored(reply)));
        return standings;
    }

    /** Tells the other nodes that the load of a cold lease has failed; the answer is how long nobody tries again. */
    Duration fail(Lease lease, Pause pause, String message) {
        String told = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
        Fields reply = scripts.ask(
                Scripts.FAIL,
                about(
                        lease.key(),
                        lease.key().bytes(),
                        lease.token(),
                        millis(pause.first()),
                        millis(pause.longest()),
                        told.getBytes(UTF_8)));
        return reply.number(0) == 1 ? Duration.ofMillis(reply.number(5)) : Duration.ZERO;
    }

    /** Gives a cold lease back. */
    void release(Lease lease) {
        scripts.ask(Scripts.RELEASE, about(lease.key(), lease.key().bytes(), lease.token()));
    }

    /** Cold leases go on. */
    void renew(List<Lease> leases, Duration longer) {
        scripts.askAll(
                Scripts.RENEW,
                leases.stream()
                        .map(lease -> about(lease.key(), lease.token(), millis(longer)))
                        .toList());
    }

    /** Removes values: those of each list, which are of one lane, by one mutation. */
    List<Told> invalidate(List<List<SharedKey>> groups, Hold hold) {
        return scripts.mutateAll(
                Scripts.INVALIDATE,
                groups.stream().map(keys -> about(keys, hold)).toList());
    }

    /** Ends all values of all lanes, in the order of the lanes. */
    List<Told> clear(Hold hold) {
        List<Question> questions = new ArrayList<>(Lane.COUNT);
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            questions.add(new Question(lane, List.of(), List.of(hold.millis(), hold.tokenBytes())));
        }
        return scripts.mutateAll(Scripts.CLEAR, questions);
    }

    /** Puts values in place of what is there. */
    List<Told> put(List<Putting> puttings, Hold hold) {
        return scripts.mutateAll(
                Scripts.PUT,
                puttings.stream()
                        .map(putting -> about(
                                putting.key(),
                                hold.millis(),
                                hold.tokenBytes(),
                                body(putting.key()),
                                millis(putting.ttl()),
                                putting.payload()))
                        .toList());
    }

    /** Says that keys are about to be written in the source. */
    List<Told> intend(List<Settling> writes) {
        return scripts.mutateAll(
                Scripts.INTENT,
                writes.stream()
                        .map(write -> about(
                                write.key(), write.intent().writer(), millis(WriteIntent.LIFE), body(write.key())))
                        .toList());
    }

    /** Says that the writes are over. */
    List<Told> settle(List<Settling> writes, Hold hold) {
        return scripts.mutateAll(
                Scripts.SETTLE, writes.stream().map(write -> about(write, hold)).toList());
    }

    /** Where a value that was put or written stands now; null if it is not cached, since somebody else writes it. */
    static @Nullable Standing standing(Told told) {
        Fields reply = told.orThrow();
        return reply.number(0) == 1 ? new Standing(reply.number(7), reply.number(8)) : null;
    }

    static List<String> holds(Fields reply, int at) {
        return StoredRecord.tokens(reply.bytes(at));
    }

    private @Nullable StoredRecord servable(int lane, byte @Nullable [] bytes) {
        StoredRecord stored = bytes == null ? null : StoredRecord.parse(bytes);
        return stored != null
                        && stored.kind() == StoredRecord.Kind.VALUE
                        && member.view(lane).known().admits(stored, System.nanoTime())
                ? stored
                : null;
    }

    private Question about(SharedKey key, byte[]... arguments) {
        return new Question(key.lane(), List.of(key.record(), refresh(key)), List.of(arguments));
    }

    private Question about(List<SharedKey> keys, Hold hold) {
        List<byte[]> redisKeys = new ArrayList<>(2 * keys.size());
        for (SharedKey key : keys) {
            redisKeys.add(key.record());
            redisKeys.add(refresh(key));
        }
        byte[] body = Message.body(keys.stream().map(SharedKey::bytes).toList());
        return new Question(keys.get(0).lane(), redisKeys, List.of(hold.millis(), hold.tokenBytes(), body));
    }

    private Question about(Lease lease, Filling filling) {
        return about(
                lease.key(),
                lease.key().bytes(),
                LaneView.bytes(lease.epoch()),
                lease.token(),
                text(lease.seen()),
                text(lease.birth()),
                text(lease.since()),
                millis(filling.ttl()),
                millis(filling.stale()),
                text(filling.honoured() ? 1 : 0),
                filling.payload());
    }

    private Question about(Settling write, Hold hold) {
        byte[] written = write.written();
        return about(
                write.key(),
                hold.millis(),
                hold.tokenBytes(),
                body(write.key()),
                write.intent().writer(),
                text(written == null ? 0 : 1),
                millis(write.ttl()),
                written == null ? new byte[0] : written);
    }

    private static @Nullable Standing stored(Fields reply) {
        return reply.number(0) == 1 ? new Standing(reply.number(5), reply.number(6)) : null;
    }

    private byte[] refresh(SharedKey key) {
        return names.refresh(key.lane(), key.bytes());
    }

    private static byte[] body(SharedKey key) {
        return Message.body(List.of(key.bytes()));
    }

    private static byte[] millis(Duration duration) {
        return text(duration.toMillis());
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }
}
