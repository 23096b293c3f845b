package io.breakwater.devservices;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection through a proxy: the client's, and the one to the server that belongs to it. */
final class ProxyConnection {

    /** How many buffers of unread bytes a cut takes away at most: more than a socket holds, and not without end. */
    private static final int DRAINED = 256;

    private final ProxyPath path;
    private final SocketChannel client;
    private final SocketChannel server;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private final ProxyFlow requests;
    private final ProxyFlow replies;
    private @Nullable Direction speaker;
    private boolean connecting;
    private boolean half;

    ProxyConnection(ProxyPath path, SocketChannel client, SocketChannel server) throws IOException {
        this.path = path;
        this.client = client;
        this.server = server;
        requests = new ProxyFlow(this, Direction.REQUESTS, path.lane(Direction.REQUESTS), client, server);
        replies = new ProxyFlow(this, Direction.REPLIES, path.lane(Direction.REPLIES), server, client);
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        server.setOption(StandardSocketOptions.TCP_NODELAY, true);
        clientKey = path.loop().register(client, 0, this::clientReady);
        serverKey = path.loop().register(server, 0, this::serverReady);
    }

    void connect() {
        try {
            connecting = !server.connect(path.server());
            advance();
        } catch (IOException e) {
            reset();
        }
    }

    private void clientReady() {
        if (clientKey.isReadable()) {
            requests.read(path.loop().buffer());
        }
        advance();
    }

    private void serverReady() {
        if (connecting) {
            finishConnect();
        } else if (serverKey.isReadable()) {
            replies.read(path.loop().buffer());
        }
        advance();
    }

    private void finishConnect() {
        try {
            connecting = !server.finishConnect();
        } catch (IOException e) {
            reset();
        }
    }

    /** Passes on what may pass, and waits for the rest. */
    void advance() {
        if (!connecting) {
            requests.pass();
            replies.pass();
            if (requests.ended() && replies.ended()) {
                close();
            }
        }
        listen();
    }

    private void listen() {
        if (clientKey.isValid()) {
            clientKey.interestOps(connecting ? 0 : operations(requests, replies));
        }
        if (serverKey.isValid()) {
            serverKey.interestOps(connecting ? SelectionKey.OP_CONNECT : operations(replies, requests));
        }
    }

    private static int operations(ProxyFlow from, ProxyFlow to) {
        return (from.wantsToRead() ? SelectionKey.OP_READ : 0) | (to.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    }

    void advanceAt(long time, Runnable first) {
        path.loop().at(time, () -> {
            first.run();
            advance();
        });
    }

    /** Whether the latest bytes that passed went this way. */
    boolean speaks(Direction direction) {
        return speaker == direction;
    }

    void spoke(Direction direction) {
        speaker = direction;
    }

    /** The destination of one direction takes nothing more: its source is to hear that in the order of the other direction. */
    void lostDestination(Direction direction) {
        flow(direction).swallow();
        ProxyFlow back = flow(direction.opposite());
        if (back.ended()) {
            reset();
        } else {
            back.end(Chunk.Kind.RST);
            back.pass();
        }
    }

    /** One side is gone, where the bytes of a direction come from; the other side is not told. */
    void lose(Direction from) {
        half = true;
        connecting = false;
        flow(from).abandon();
        flow(from.opposite()).swallow();
        reset(from == Direction.REQUESTS ? client : server);
        advance();
    }

    /** After the faults are gone, TCP would not let it live on like this. */
    boolean isBroken() {
        return half || requests.holed() || replies.holed();
    }

    void cut() {
        finish(client);
        finish(server);
        close();
    }

    void reset() {
        reset(client);
        reset(server);
        close();
    }

    private void close() {
        requests.abandon();
        replies.abandon();
        closeQuietly(client);
        closeQuietly(server);
        path.forget(this);
    }

    private ProxyFlow flow(Direction direction) {
        return direction == Direction.REQUESTS ? requests : replies;
    }

    /** To close on unread bytes would reset. */
    private void finish(SocketChannel channel) {
        try {
            channel.shutdownOutput();
            for (int i = 0; i < DRAINED && channel.read(path.loop().buffer()) > 0; i++) {}
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
        }
    }

    private static void reset(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // Closed already.
        }
        closeQuietly(channel);
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nobody can do anything about it, and the descriptor is gone.
        }
    }
}
