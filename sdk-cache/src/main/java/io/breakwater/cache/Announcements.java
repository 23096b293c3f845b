package io.breakwater.cache;

import io.breakwater.cache.Backplane.Member;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.link.Subscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Listens to what the nodes tell each other, and passes it to the caches that it is about. A message that came by an older connection
 * than the last sync may be of a history that is over: that lane is listened to anew.
 */
final class Announcements {

    private final Source source;
    private final List<List<Integer>> groups;
    private final List<Member> members;
    private final Runnable syncSoon;
    private final List<Ear> ears = new ArrayList<>();

    Announcements(Source source, boolean sharded, List<Member> members, Runnable syncSoon) {
        this.source = source;
        this.groups = groups(sharded);
        this.members = members;
        this.syncSoon = syncSoon;
    }

    /** Where messages come from; {@link io.breakwater.redis.link.RedisLink#subscribe}. */
    interface Source {

        AutoCloseable subscribe(List<byte[]> channels, Subscriber subscriber);
    }

    synchronized void start() {
        groups.forEach(lanes -> ears.add(new Ear(lanes)));
        ears.forEach(Ear::open);
    }

    synchronized void stop() {
        ears.forEach(Ear::close);
        ears.clear();
    }

    /** Makes anew what is too old. */
    synchronized void mend() {
        ears.forEach(Ear::mend);
    }

    /** In a Cluster each lane has its slot and so its own connection. */
    private static List<List<Integer>> groups(boolean sharded) {
        List<Integer> all = IntStream.range(0, Lane.COUNT).boxed().toList();
        return sharded ? all.stream().map(List::of).toList() : List.of(all);
    }

    private final class Ear implements Subscriber {

        private final List<Integer> lanes;
        private final Map<ByteBuffer, Integer> laneOf = new HashMap<>();
        private volatile boolean tooOld;
        private AutoCloseable subscription = () -> {};

        Ear(List<Integer> lanes) {
            this.lanes = lanes;
            lanes.forEach(lane -> laneOf.put(ByteBuffer.wrap(RedisNames.channel(lane)), lane));
        }

        void open() {
            try {
                subscription =
                        source.subscribe(lanes.stream().map(RedisNames::channel).toList(), this);
            } catch (RedisException closed) {
                subscription = () -> {};
            }
        }

        void close() {
            try {
                subscription.close();
            } catch (Exception e) {
                throw new IllegalStateException("a subscription cannot be closed", e);
            }
        }

        void mend() {
            if (tooOld) {
                tooOld = false;
                close();
                open();
            }
        }

        @Override
        public void subscribed(long generation) {
            syncSoon.run();
        }

        @Override
        public void message(byte[] channel, byte[] bytes, long generation) {
            Integer lane = laneOf.get(ByteBuffer.wrap(channel));
            if (lane != null) {
                pass(lane, Message.parse(bytes), generation);
            }
        }

        private void pass(int lane, @Nullable Message message, long generation) {
            if (message == null) {
                members.forEach(member -> member.view(lane).distrust());
                syncSoon.run();
            } else if (message instanceof Message.Mutation mutation) {
                about(message, member -> follow(member.view(lane), mutation, generation));
            } else if (message instanceof Message.NewEpoch begun) {
                about(message, member -> member.view(lane).hearOfEpoch(begun.epoch()));
            } else if (message instanceof Message.Filled filled) {
                about(message, member -> filled.keys().forEach(member::filled));
            }
        }

        private void follow(LaneView view, Message.Mutation mutation, long generation) {
            if (generation < view.known().generation()) {
                tooOld = true;
            }
            if (!view.follow(mutation, generation)) {
                syncSoon.run();
            }
        }

        private void about(Message message, Consumer<Member> action) {
            for (Member member : members) {
                if (member.name().equals(message.cache())) {
                    action.accept(member);
                }
            }
        }
    }
}
