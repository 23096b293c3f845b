package io.breakwater.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thread of a proxy: it waits for channels, for timers, and for the orders of other threads. */
final class ProxyLoop {

    private static final int BUFFER = 64 << 10;

    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Queue<Order> orders = new ArrayDeque<>();
    private boolean ended;

    ProxyLoop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new DevServicesException("Cannot open a selector for " + name, e);
        }
        thread = new Thread(this::loop, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs an order on the thread of this loop, and returns when it has taken effect. */
    void run(Runnable task) {
        if (!tryRun(task)) {
            throw new IllegalStateException(thread.getName() + " is closed");
        }
    }

    /** The same, or false when the loop has ended. */
    boolean tryRun(Runnable task) {
        Order order = new Order(task, new CompletableFuture<>());
        return enqueue(order) && order.outcome().join().isCarriedOut();
    }

    /** Returns when all that the loop was at is done. */
    void settle() {
        tryRun(() -> {});
    }

    /** Runs a last order, and returns when the thread has ended. */
    void end(Runnable lastOrder) {
        tryRun(() -> {
            lastOrder.run();
            refuseOrders();
        });
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** For this thread alone: what is in it counts until the next use. */
    ByteBuffer buffer() {
        return buffer.clear();
    }

    SelectionKey register(SelectableChannel channel, int operations, Runnable whenReady) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, whenReady);
    }

    /** Calls on this thread at a reading of {@link System#nanoTime()} or a little later; by lot, to be fair, among those of one time. */
    void at(long time, Runnable task) {
        timers.add(new Timer(time, ThreadLocalRandom.current().nextLong(), task));
    }

    private void loop() {
        try {
            while (!hasEnded()) {
                select();
                runTimers();
                runOrders();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            refuseOrders();
            closeChannels();
        }
    }

    private void select() throws IOException {
        Timer next = timers.peek();
        if (next == null) {
            selector.select(ProxyLoop::call);
            return;
        }
        long nanos = next.time() - System.nanoTime();
        if (nanos <= 0) {
            selector.selectNow(ProxyLoop::call);
        } else {
            selector.select(ProxyLoop::call, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
    }

    private static void call(SelectionKey key) {
        if (key.isValid()) {
            ((Runnable) key.attachment()).run();
        }
    }

    /** Those due now; what they set anew has its turn after the channels. */
    private void runTimers() {
        long now = System.nanoTime();
        for (Timer next = timers.peek(); next != null && next.time() - now <= 0; next = timers.peek()) {
            timers.remove();
            next.task().run();
        }
    }

    private void runOrders() throws IOException {
        for (Order order = nextOrder(); order != null; order = nextOrder()) {
            Outcome outcome = order.carryOut();
            // Closed channels let go of their ports in a selection.
            selector.selectNow(ProxyLoop::call);
            order.outcome().complete(outcome);
        }
    }

    private boolean enqueue(Order order) {
        synchronized (orders) {
            if (ended) {
                return false;
            }
            orders.add(order);
        }
        selector.wakeup();
        return true;
    }

    private @Nullable Order nextOrder() {
        synchronized (orders) {
            return orders.poll();
        }
    }

    private boolean hasEnded() {
        synchronized (orders) {
            return ended;
        }
    }

    private void refuseOrders() {
        synchronized (orders) {
            ended = true;
            orders.forEach(order -> order.outcome().complete(Outcome.REFUSED));
            orders.clear();
        }
    }

    private void closeChannels() {
        try (selector) {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Timer(long time, long lot, Runnable task) implements Comparable<Timer> {

        @Override
        public int compareTo(Timer other) {
            return time == other.time ? Long.compare(lot, other.lot) : Long.signum(time - other.time);
        }
    }

    private record Order(Runnable task, CompletableFuture<Outcome> outcome) {

        Outcome carryOut() {
            try {
                task.run();
                return Outcome.CARRIED_OUT;
            } catch (RuntimeException e) {
                return new Outcome(true, e);
            }
        }
    }

    private record Outcome(boolean accepted, @Nullable RuntimeException failure) {

        static final Outcome CARRIED_OUT = new Outcome(true, null);
        static final Outcome REFUSED = new Outcome(false, null);

        boolean isCarriedOut() {
            if (failure != null) {
                throw failure;
            }
            return accepted;
        }
    }
}
