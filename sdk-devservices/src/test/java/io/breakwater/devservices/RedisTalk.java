package io.breakwater.devservices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection to Redis by the inline protocol, for commands whose reply is one line. Every read is bounded. */
final class RedisTalk implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader replies;

    RedisTalk(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    String ask(String command) throws IOException {
        send(command);
        return reply();
    }

    void send(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    String reply() throws IOException {
        String line = replies.readLine();
        if (line == null) {
            throw new IOException("Redis ended the connection");
        }
        return line.startsWith("$") && !line.equals("$-1") ? replies.readLine() : line;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
