package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.breakwater.cache.LaneView.Known;
import io.breakwater.cache.LaneView.Question;
import io.breakwater.redis.link.Outcome;
import io.breakwater.redis.link.RedisLink;
import io.breakwater.redis.link.Reply;
import io.breakwater.redis.link.ScriptCall;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the caches on one link have in common: this node's name, the messages of the other nodes, and the syncs with the server, one
 * after the other in each lane.
 */
final class Backplane implements AutoCloseable {

    /** How long a node may be wrong about what it did not hear of. */
    static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final RedisLink link;
    private final Tokens tokens = new Tokens();
    private final byte[] node = tokens.next();
    private final byte[] publish;
    private final AtomicLong mutations = new AtomicLong();
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final ReentrantLock[] syncing = new ReentrantLock[Lane.COUNT];
    private final Heartbeat heartbeat;
    private final Announcements announcements;

    Backplane(RedisLink link) {
        this(link, HEARTBEAT, link::subscribe);
    }

    Backplane(RedisLink link, Duration period, Announcements.Source source) {
        this.link = link;
        this.publish = (link.isCluster() ? "SPUBLISH" : "PUBLISH").getBytes(US_ASCII);
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            syncing[lane] = new ReentrantLock();
        }
        this.heartbeat = new Heartbeat(period, this::beat);
        this.announcements = new Announcements(source, link.isCluster(), members, heartbeat::soon);
    }

    static Backplane of(RedisLink link) {
        return link.companion(Backplane.class, Backplane::new);
    }

    /** A cache on the link. */
    interface Member {

        String name();

        RedisNames names();

        LaneView view(int lane);

        /** Somebody has ended a load of a key. */
        void filled(byte[] key);

        /** Once a heartbeat, after the sync. */
        void beat();
    }

    synchronized void join(Member member) {
        members.add(member);
        if (members.size() == 1) {
            announcements.start();
            heartbeat.start();
        }
    }

    synchronized void leave(Member member) {
        if (members.remove(member) && members.isEmpty()) {
            heartbeat.stop();
            announcements.stop();
        }
    }

    /** The caches on the link at this moment. */
    List<Member> members() {
        return List.copyOf(members);
    }

    RedisLink link() {
        return link;
    }

    /** The heartbeat comes at once. */
    void hurry() {
        heartbeat.soon();
    }

    long nextMutation() {
        return mutations.incrementAndGet();
    }

    Message.MutationId mutation(long count) {
        return new Message.MutationId(ByteBuffer.wrap(node).getLong(), count);
    }

    /** What the arguments of each script begin with. */
    List<byte[]> arguments(String cache, int lane, long mutation) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(cache.getBytes(US_ASCII));
        arguments.add(RedisNames.channel(lane));
        arguments.add(publish);
        arguments.add(node);
        arguments.add(Long.toString(mutation).getBytes(US_ASCII));
        arguments.add(token());
        return arguments;
    }

    /**
     * Learns a lane anew, unless another thread just has.
     *
     * @param then what was known when it turned out to be not enough
     * @throws io.breakwater.redis.RedisException if the server does not answer
     */
    void sync(Member member, int lane, Known then) {
        syncing[lane].lock();
        try {
            Known now = member.view(lane).known();
            if (now.equals(then) || !now.isCurrent()) {
                ask(member, lane);
            }
        } finally {
            syncing[lane].unlock();
        }
    }

    @Override
    public synchronized void close() {
        heartbeat.stop();
        announcements.stop();
    }

    /** A word that no other lease, epoch or node has. */
    byte[] token() {
        return tokens.next();
    }

    private void ask(Member member, int lane) {
        Sync sync = new Sync(lane, List.of(member));
        long sentAt = System.nanoTime();
        sync.learn(link.run(Scripts.SYNC, sync.keys(), sync.arguments()), sentAt);
    }

    void beat() {
        List<Integer> lanes = new ArrayList<>();
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            // A lane that is being synced at this moment needs no other.
            if (syncing[lane].tryLock()) {
                lanes.add(lane);
            }
        }
        try {
            syncAll(lanes);
        } finally {
            lanes.forEach(lane -> syncing[lane].unlock());
        }
        members.forEach(Member::beat);
        announcements.mend();
    }

    private void syncAll(List<Integer> lanes) {
        List<Member> present = members();
        if (present.isEmpty()) {
            return;
        }
        List<Sync> syncs = lanes.stream().map(lane -> new Sync(lane, present)).toList();
        List<ScriptCall> calls = syncs.stream()
                .map(sync -> new ScriptCall(sync.keys(), sync.arguments()))
                .toList();
        long sentAt = System.nanoTime();
        List<Outcome<List<@Nullable Object>>> outcomes = link.runAll(Scripts.SYNC, calls);
        for (int i = 0; i < syncs.size(); i++) {
            Reply<List<@Nullable Object>> reply = outcomes.get(i).reply();
            if (reply != null) {
                syncs.get(i).learn(reply, sentAt);
            }
        }
    }

    /** One question about a lane, for one or all caches. */
    private final class Sync {

        private final int lane;
        private final List<Member> asking;
        private final List<Question> questions;

        Sync(int lane, List<Member> asking) {
            this.lane = lane;
            this.asking = asking;
            this.questions =
                    asking.stream().map(member -> member.view(lane).question()).toList();
        }

        List<byte[]> keys() {
            List<byte[]> keys = new ArrayList<>();
            for (Member member : asking) {
                keys.add(member.names().control(lane));
                keys.add(member.names().log(lane));
            }
            return keys;
        }

        List<byte[]> arguments() {
            List<byte[]> arguments = Backplane.this.arguments("", lane, 0);
            for (int i = 0; i < asking.size(); i++) {
                arguments.addAll(questions.get(i).arguments(asking.get(i).name()));
            }
            return arguments;
        }

        void learn(Reply<List<@Nullable Object>> reply, long sentAt) {
            Fields answers = new Fields(reply.value());
            for (int i = 0; i < asking.size(); i++) {
                SyncAnswer answer = SyncAnswer.of(answers.list(i), reply.generation(), sentAt);
                asking.get(i).view(lane).learn(questions.get(i), answer);
            }
        }
    }
}
