package io.breakwater.devservices;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What lies between the clients of a proxy and its server: a listener, two lanes, and the open connections. */
final class ProxyPath {

    private static final int BACKLOG = 1024;

    private final ProxyLoop loop;
    private final int port;
    private final InetSocketAddress server;
    private final Lane requests = new Lane();
    private final Lane replies = new Lane();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private @Nullable SelectionKey listener;

    ProxyPath(ProxyLoop loop, int port, InetSocketAddress server) {
        this.loop = loop;
        this.port = port;
        this.server = server;
    }

    ProxyLoop loop() {
        return loop;
    }

    InetSocketAddress server() {
        return server;
    }

    Lane lane(Direction direction) {
        return switch (direction) {
            case REQUESTS -> requests;
            case REPLIES -> replies;
        };
    }

    int openConnections() {
        return connections.size();
    }

    void eachLane(Consumer<Lane> lever) {
        lever.accept(requests);
        lever.accept(replies);
    }

    void eachConnection(Consumer<ProxyConnection> lever) {
        List.copyOf(connections).forEach(lever);
    }

    void advance() {
        eachConnection(ProxyConnection::advance);
    }

    void forget(ProxyConnection connection) {
        connections.remove(connection);
    }

    void open() {
        if (listener == null) {
            try {
                listener = listen();
            } catch (IOException e) {
                throw new DevServicesException("Cannot listen on 127.0.0.1:" + port, e);
            }
        }
    }

    private SelectionKey listen() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(FreePorts.LOCALHOST, port), BACKLOG);
            return loop.register(channel, SelectionKey.OP_ACCEPT, () -> accept(channel));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void accept(ServerSocketChannel channel) {
        try {
            SocketChannel client = channel.accept();
            if (client != null) {
                serve(client);
            }
        } catch (IOException e) {
            throw new DevServicesException("Cannot take a connection on 127.0.0.1:" + port, e);
        }
    }

    /** A client that is gone by now is no reason to stop. */
    private void serve(SocketChannel client) throws IOException {
        SocketChannel toServer = SocketChannel.open();
        try {
            ProxyConnection connection = new ProxyConnection(this, client, toServer);
            connections.add(connection);
            connection.connect();
        } catch (IOException e) {
            client.close();
            toServer.close();
        }
    }

    void refuse() {
        if (listener != null) {
            try {
                listener.channel().close();
            } catch (IOException e) {
                throw new DevServicesException("Cannot close the listener on 127.0.0.1:" + port, e);
            } finally {
                listener = null;
            }
        }
    }

    void freeze() {
        eachLane(Lane::freeze);
        listenFor(0);
    }

    void heal() {
        eachLane(Lane::heal);
        eachConnection(connection -> {
            if (connection.isBroken()) {
                connection.reset();
            }
        });
        advance();
        open();
        listenFor(SelectionKey.OP_ACCEPT);
    }

    void close() {
        refuse();
        eachConnection(ProxyConnection::cut);
    }

    private void listenFor(int operations) {
        if (listener != null) {
            listener.interestOps(operations);
        }
    }

    @Override
    public String toString() {
        return server.getHostString() + ":" + server.getPort();
    }
}
