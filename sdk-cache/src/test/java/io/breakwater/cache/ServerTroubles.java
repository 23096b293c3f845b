package io.breakwater.cache;

import io.breakwater.devservices.RedisServer;
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
            case 0 -> Told.to(server, "CLIENT KILL TYPE pubsub");
            case 1 -> Told.to(server, "CLIENT KILL TYPE normal");
            case 2 -> hang();
            case 3 -> Told.to(server, "FLUSHALL");
            case 4 -> restartEmpty();
            case 5 -> relapse();
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
    void relapse() {
        Told.to(server, "SAVE");
        switch (random.nextInt(3)) {
            case 0 -> messages.strike();
            case 1 -> Told.to(server, "FLUSHALL");
            default -> {}
        }
        MessageTroubles.pause(random);
        history.watch().forgets();
        server.kill();
        server.start();
        history.watch().awaitSyncs(history::isOver);
        history.watch().remembers();
    }
}
