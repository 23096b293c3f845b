package io.breakwater.devservices;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A point at which a {@link FaultProxy} holds the bytes of one direction until it is told to go on. It is reached when the
 * first byte (or the end of a connection) is there and is held.
 */
public final class Pause {

    private final String place;
    private final CountDownLatch reached;
    private final Runnable onResume;

    Pause(String place, CountDownLatch reached, Runnable onResume) {
        this.place = place;
        this.reached = reached;
        this.onResume = onResume;
    }

    /**
     * Blocks the caller until the proxy holds something.
     *
     * @param within how long to wait at most
     * @throws DevServicesException if nothing had to be held within that time
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void awaitReached(Duration within) throws InterruptedException {
        if (!reached.await(within.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new DevServicesException("Nothing arrived at the pause in " + place + " within " + within);
        }
    }

    /**
     * Whether the proxy holds, or has held, something.
     *
     * @return false until the first byte or end of a connection had to wait
     */
    public boolean isReached() {
        return reached.getCount() == 0;
    }

    /**
     * Lets pass what is held and what follows. Does nothing after {@link FaultProxy#heal()}, after the end of the proxy, or when
     * another pause has taken the place of this one.
     */
    public void resume() {
        onResume.run();
    }

    @Override
    public String toString() {
        return "Pause in " + place + (isReached() ? " (reached)" : "");
    }
}
