package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.breakwater.devservices.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.SplittableRandom;

/** What may befall a single server, its connections and its data. */
final class ServerTroubles implements Troubles {

    private final RedisServer server;
    private final History history;
    private final SplittableRandom random;
    private final MessageTroubles messages;

    ServerTroubles(RedisServer server, History history, SplittableRandom random) {
        this.server = server;
        this.history = history;
        this.random = random;
        this.messages = new MessageTroubles(history, random.split());
    }

    @Override
    public void strike() {
        switch (random.nextInt(10)) {
            case 0 -> tell("CLIENT KILL TYPE pubsub");
            case 1 -> tell("CLIENT KILL TYPE normal");
            case 2 -> hang();
            case 3 -> tell("FLUSHALL");
            case 4 -> restartEmpty();
            case 5 -> restartWithOlderData();
            default -> messages.strike();
        }
    }

    private void hang() {
        server.pause();
        MessageTroubles.pause(random);
        server.resume();
    }

    private void restartEmpty() {
        server.kill();
        server.startEmpty();
    }

    /** What was acknowledged since the snapshot is lost. */
    private void restartWithOlderData() {
        tell("SAVE");
        if (random.nextBoolean()) {
            messages.strike();
        }
        history.watch().forgets();
        server.kill();
        server.start();
        long syncs = history.watch().syncs();
        Node.await(() -> history.isOver() || history.watch().syncs() >= syncs + 2);
        history.watch().remembers();
    }

    private void tell(String command) {
        try (Socket socket = new Socket("127.0.0.1", server.port());
                BufferedReader replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
            if (!replies.readLine().matches("\\+OK|:\\d+")) {
                throw new IllegalStateException(command + " was refused");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
