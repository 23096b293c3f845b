package io.breakwater.redis.link;

import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Event loops that a test can keep busy: what is to be sent meanwhile gathers. */
final class HeldLoops extends DefaultEventLoopGroupProvider {

    private static final int THREADS = 2;

    private final Set<EventLoopGroup> groups = ConcurrentHashMap.newKeySet();

    HeldLoops() {
        super(THREADS);
    }

    @Override
    public <T extends EventLoopGroup> T allocate(Class<T> type) {
        T group = super.allocate(type);
        groups.add(group);
        return group;
    }

    /** Returns when all of them are busy. */
    Hold hold() throws InterruptedException {
        int loops = groups.size() * THREADS;
        CountDownLatch held = new CountDownLatch(loops);
        CountDownLatch released = new CountDownLatch(1);
        for (EventLoopGroup group : groups) {
            group.forEach(loop -> loop.execute(() -> {
                held.countDown();
                awaitUninterruptibly(released);
            }));
        }
        held.await();
        return released::countDown;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends with close(). */
    interface Hold extends AutoCloseable {

        @Override
        void close();
    }
}
