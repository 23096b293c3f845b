package io.breakwater.devservices;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Accepts connections on one port, each served by a thread of its own, until it is closed. */
final class LlmListener implements AutoCloseable {

    static final int MOST_CONNECTIONS = 1_024;

    private static final int BACKLOG = 256;
    private static final long END_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ServerSocket server;
    private final LlmService service;
    private final AtomicLong connections;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    private LlmListener(ServerSocket server, LlmService service, AtomicLong connections) {
        this.server = server;
        this.service = service;
        this.connections = connections;
    }

    static LlmListener open(int port, LlmService service, AtomicLong connections) {
        try {
            ServerSocket server = new ServerSocket(port, BACKLOG, FreePorts.LOCALHOST);
            LlmListener listener = new LlmListener(server, service, connections);
            listener.run("accept", listener::accept);
            return listener;
        } catch (IOException e) {
            throw new DevServicesException("Cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                serve(server.accept());
            } catch (IOException closedOrOutOfFiles) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        long number = connections.incrementAndGet();
        if (sockets.size() >= MOST_CONNECTIONS) {
            socket.close();
            return;
        }
        sockets.add(socket);
        if (server.isClosed()) {
            socket.close();
        }
        run(String.valueOf(number), () -> {
            new LlmConnection(socket, number, service).run();
            sockets.remove(socket);
        });
    }

    private void run(String name, Runnable task) {
        Thread thread = new Thread(
                () -> {
                    task.run();
                    threads.remove(Thread.currentThread());
                },
                "breakwater-llm-" + server.getLocalPort() + "-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Ends what runs. A rule of the caller's that does not return may outlive it, and so does one that calls this. */
    @Override
    public void close() {
        closeQuietly(server);
        sockets.forEach(LlmListener::closeQuietly);
        threads.remove(Thread.currentThread());
        threads.forEach(Thread::interrupt);
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + END_WITHIN_NANOS;
        for (Thread thread : threads) {
            interrupted |= !ended(thread, deadline - System.nanoTime());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ended(Thread thread, long nanos) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception alreadyBroken) {
            return;
        }
    }
}
