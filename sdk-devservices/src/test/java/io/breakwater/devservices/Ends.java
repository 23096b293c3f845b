package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A proxy before a listening socket, and both ends of the connections through it. Every read is bounded. */
final class Ends implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SILENCE_MILLIS = 150;

    final ServerSocket listener;
    final FaultProxy proxy;

    Ends() throws IOException {
        listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(PATIENCE_MILLIS);
        proxy = FaultProxy.before(listener.getLocalPort());
    }

    /** A connection through the proxy, both ends of it. */
    record Connection(Socket client, Socket server) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    Connection connect() throws IOException {
        Socket client = client();
        return new Connection(client, accept());
    }

    Socket client() throws IOException {
        return bounded(new Socket(listener.getInetAddress(), proxy.port()));
    }

    Socket accept() throws IOException {
        return bounded(listener.accept());
    }

    private static Socket bounded(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    static void assertReceives(Socket socket, String text) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(text.length());
        assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo(text);
    }

    static void assertPasses(Connection connection) throws IOException {
        send(connection.client(), "ask");
        assertReceives(connection.server(), "ask");
        send(connection.server(), "answer");
        assertReceives(connection.client(), "answer");
    }

    static void assertSilent(Socket socket) throws IOException {
        int patience = socket.getSoTimeout();
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(patience);
    }

    static void assertEnded(Socket socket) throws IOException {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    void assertServesNobody() throws IOException {
        listener.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        listener.setSoTimeout(PATIENCE_MILLIS);
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        listener.close();
    }
}
