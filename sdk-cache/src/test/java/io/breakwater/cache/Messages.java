package io.breakwater.cache;

import io.breakwater.redis.link.RedisLink;
import io.breakwater.redis.link.Subscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The messages to one node, on their way: a test may hold them up, lose them, and let them go on. */
final class Messages implements Announcements.Source {

    private final RedisLink link;
    private final List<Runnable> held = new ArrayList<>();
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong listening = new AtomicLong();
    private Course course = Course.DELIVER;
    private volatile boolean secret;

    Messages(RedisLink link) {
        this.link = link;
    }

    private enum Course {
        DELIVER,
        HOLD,
        LOSE
    }

    @Override
    public AutoCloseable subscribe(List<byte[]> channels, Subscriber subscriber) {
        asked.incrementAndGet();
        return link.subscribe(channels, new Subscriber() {
            @Override
            public void subscribed(long generation) {
                listening.incrementAndGet();
                if (!secret) {
                    subscriber.subscribed(generation);
                }
            }

            @Override
            public void message(byte[] channel, byte[] message, long generation) {
                pass(() -> subscriber.message(channel, message, generation));
            }

            @Override
            public void interrupted(long generation) {
                subscriber.interrupted(generation);
            }
        });
    }

    /** Whether all subscriptions are confirmed, of those that the node has asked for at first. */
    boolean areComing() {
        return listening.get() >= asked.get();
    }

    /** From now on the node is not told that it is subscribed, which would let its heart beat. */
    void keepSubscriptionsSecret() {
        secret = true;
    }

    /** From now on they wait. */
    synchronized void hold() {
        course = Course.HOLD;
    }

    /** From now on they are lost. */
    synchronized void lose() {
        course = Course.LOSE;
    }

    /** Those that wait arrive, and from now on all do. */
    synchronized void deliver() {
        course = Course.DELIVER;
        held.forEach(Runnable::run);
        held.clear();
    }

    /** How many have come as far as here, whatever became of them. */
    long arrived() {
        return arrived.get();
    }

    private synchronized void pass(Runnable delivery) {
        switch (course) {
            case DELIVER -> delivery.run();
            case HOLD -> held.add(delivery);
            case LOSE -> {}
        }
        arrived.incrementAndGet();
    }
}
