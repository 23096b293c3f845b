package io.breakwater.cache;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The messages to one node are lost for a while, or arrive late. */
final class MessageTroubles implements Troubles {

    private final History history;
    private final SplittableRandom random;

    MessageTroubles(History history, SplittableRandom random) {
        this.history = history;
        this.random = random;
    }

    @Override
    public void strike() {
        Messages messages =
                history.nodes().get(random.nextInt(history.nodes().size())).messages();
        if (random.nextBoolean()) {
            messages.hold();
        } else {
            messages.lose();
        }
        pause(random);
        messages.deliver();
    }

    /** Sometimes within a heartbeat and a command's timeout, sometimes longer. */
    static void pause(SplittableRandom random) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(300)));
    }
}
