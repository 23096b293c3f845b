package io.breakwater.devservices;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/**
 * Ports of 127.0.0.1 on which nothing listens, none of them handed out twice by this JVM. They lie below the range from which
 * Linux takes the ports of outgoing connections: a server that was killed finds its port free when it is started again.
 */
final class FreePorts {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 22_000;
    /** Redis puts the cluster bus there. */
    static final int BUS_OFFSET = 10_000;

    private static final int TRIES = 1_000;

    static final InetAddress LOCALHOST = localhost();

    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    static int next() {
        return next(FreePorts::isFree);
    }

    /** One whose cluster bus port is free too; those lie below the outgoing ports as well. */
    static int nextWithBus() {
        return next(port -> isFree(port) && isFree(port + BUS_OFFSET));
    }

    private static int next(IntPredicate fits) {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (fits.test(port) && HANDED_OUT.add(port)) {
                return port;
            }
        }
        throw new DevServicesException("No free port on 127.0.0.1 between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, LOCALHOST)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress localhost() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an IPv4 address", e);
        }
    }
}
