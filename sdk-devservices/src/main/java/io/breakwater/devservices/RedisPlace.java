package io.breakwater.devservices;

import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and where it says that it does.
 *
 * @param listenPort its own
 * @param proxy what clients and other servers are told to connect to, or null for the server itself
 */
record RedisPlace(int listenPort, @Nullable FaultProxy proxy) implements AutoCloseable {

    static RedisPlace next(RedisSpec spec) {
        return at(FreePorts.next(), spec);
    }

    static RedisPlace nextWithBus(RedisSpec spec) {
        return at(FreePorts.nextWithBus(), spec);
    }

    private static RedisPlace at(int port, RedisSpec spec) {
        return new RedisPlace(port, spec.isProxied() ? FaultProxy.before(port) : null);
    }

    int clientPort() {
        return proxy == null ? listenPort : proxy.port();
    }

    int busPort() {
        return listenPort + FreePorts.BUS_OFFSET;
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.close();
        }
    }
}
