package io.breakwater.redis.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;

/**
 * What stands between many a client and its server: it has taken bytes of a connection, cannot pass them on for a while, and
 * delivers them late, although the client has closed the connection long ago. Later connections pass.
 */
final class HoldingRelay implements AutoCloseable {

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int serverPort;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private volatile boolean holdsFirst;
    private final CountDownLatch firstIsSilent = new CountDownLatch(1);
    private volatile Socket firstToServer;

    HoldingRelay(int serverPort) throws IOException {
        this.serverPort = serverPort;
        daemon(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** From now on the requests of the first connection stay here. */
    void holdFirst() {
        holdsFirst = true;
    }

    int heldBytes() {
        synchronized (held) {
            return held.size();
        }
    }

    /**
     * Delivers what was held.
     *
     * @return whether the server took it: it has not closed its end
     */
    boolean deliver() throws InterruptedException {
        firstIsSilent.await();
        synchronized (held) {
            try {
                firstToServer.setSoTimeout(10_000);
                firstToServer.getOutputStream().write(held.toByteArray());
                firstToServer.getOutputStream().flush();
                return firstToServer.getInputStream().read() >= 0;
            } catch (IOException closed) {
                return false;
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                boolean first = firstToServer == null;
                if (first) {
                    firstToServer = server;
                }
                daemon(() -> requests(client, server, first));
                daemon(() -> replies(server, client, first));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** The end of the first connection is not passed on. */
    private void requests(Socket client, Socket server, boolean first) {
        try {
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (first && holdsFirst) {
                    synchronized (held) {
                        held.write(buffer, 0, read);
                    }
                } else {
                    server.getOutputStream().write(buffer, 0, read);
                }
            }
            if (!first) {
                server.close();
            }
        } catch (IOException closed) {
            // By the other direction, or by a reset.
        }
    }

    private void replies(Socket server, Socket client, boolean first) {
        if (first) {
            untilHeld(server, client);
        } else {
            pass(server, client);
        }
    }

    private void untilHeld(Socket server, Socket client) {
        try {
            server.setSoTimeout(20);
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[65_536];
            while (!holdsFirst) {
                try {
                    out.write(buffer, 0, Math.max(0, server.getInputStream().read(buffer)));
                } catch (SocketTimeoutException again) {
                    // Look whether it is held by now.
                }
            }
        } catch (IOException closed) {
            // By the other direction.
        } finally {
            firstIsSilent.countDown();
        }
    }

    private static void pass(Socket server, Socket client) {
        try (server;
                client) {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException closed) {
            // By the other direction.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "holding-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        Socket first = firstToServer;
        if (first != null) {
            first.close();
        }
    }
}
