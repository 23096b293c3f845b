package io.breakwater.cache;

import io.breakwater.devservices.RedisServer;
import java.time.Duration;
import java.util.List;

/** A history on one server that suffers all it can, for those who have no class of this package in common with it. */
final class DisturbedHistory {

    private DisturbedHistory() {}

    static List<String> violations(RedisServer server, long seed, long most) {
        return run(server, seed, most, Duration.ofSeconds(30)).violations();
    }

    static Verdict run(RedisServer server, long seed, long most, Duration atMost) {
        try (History history = new History(server.uri(), seed, Mix.usual(), History.HEARTBEAT)) {
            history.disturbedBy((of, random) -> new ServerTroubles(server, of, random));
            Verdict verdict = history.run(most, atMost);
            System.out.println(verdict);
            return verdict;
        }
    }
}
