package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.breakwater.devservices.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;

/** What a server is told behind the caches' backs. */
final class Told {

    private Told() {}

    /** A command that is answered with OK or a number. */
    static void to(RedisServer server, String command) {
        try (Socket socket = new Socket("127.0.0.1", server.port());
                BufferedReader replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
            String reply = replies.readLine();
            if (!reply.matches("\\+OK|:\\d+")) {
                throw new IllegalStateException(command + ": " + reply);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
