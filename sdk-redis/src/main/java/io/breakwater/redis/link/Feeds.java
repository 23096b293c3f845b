package io.breakwater.redis.link;

import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** The feeds of one subscription: which servers they come from follows the topology. */
interface Feeds {

    /** The topology has changed. */
    void adjust();

    /** Completes when all connections are closed. */
    CompletableFuture<?> close();

    /** Feeds that look up their server by themselves. */
    static Feeds of(List<Feed> feeds) {
        return new Feeds() {
            @Override
            public void adjust() {
                feeds.forEach(Feed::checkAddress);
            }

            @Override
            public CompletableFuture<?> close() {
                return closing(feeds);
            }
        };
    }

    private static CompletableFuture<?> closing(Collection<Feed> feeds) {
        return CompletableFuture.allOf(feeds.stream().map(Feed::close).toArray(CompletableFuture[]::new));
    }

    /** One from each server. */
    static Feeds ofEach(Supplier<Set<RedisURI>> servers, Function<RedisURI, Feed> opener) {
        EachServer feeds = new EachServer(servers, opener);
        feeds.adjust();
        return feeds;
    }

    /** A feed for each server of a set that changes. */
    final class EachServer implements Feeds {

        private final Supplier<Set<RedisURI>> servers;
        private final Function<RedisURI, Feed> opener;
        private final Map<RedisURI, Feed> feeds = new HashMap<>();

        /** Those that have not said yet that they are interrupted. */
        private final Set<Feed> leaving = new HashSet<>();

        private boolean closed;

        EachServer(Supplier<Set<RedisURI>> servers, Function<RedisURI, Feed> opener) {
            this.servers = servers;
            this.opener = opener;
        }

        @Override
        public void adjust() {
            // Not under the lock: a feed has one of its own, and its callbacks may come here.
            for (Feed feed : exchanged()) {
                var unused = feed.retire().thenRun(() -> left(feed));
            }
        }

        private synchronized Collection<Feed> exchanged() {
            if (closed) {
                return List.of();
            }
            Set<RedisURI> now = servers.get();
            Map<RedisURI, Feed> gone = new HashMap<>(feeds);
            gone.keySet().removeAll(now);
            feeds.keySet().retainAll(now);
            now.forEach(server -> feeds.computeIfAbsent(server, opener));
            leaving.addAll(gone.values());
            return gone.values();
        }

        private synchronized void left(Feed feed) {
            leaving.remove(feed);
        }

        @Override
        public CompletableFuture<?> close() {
            return closing(ended());
        }

        private synchronized Collection<Feed> ended() {
            closed = true;
            List<Feed> all = new ArrayList<>(feeds.values());
            all.addAll(leaving);
            return all;
        }
    }
}
