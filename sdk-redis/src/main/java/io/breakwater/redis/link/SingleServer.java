package io.breakwater.redis.link;

import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One server for all keys: a standalone one, or the master of a Sentinel group. */
final class SingleServer implements Topology {

    private final Owner owner;

    SingleServer(Node node) {
        this.owner = new Owner(node, 0, Owner.NO_EPOCH);
    }

    @Override
    public Owner ownerOf(byte[] key) {
        return owner;
    }

    @Override
    public @Nullable Owner redirected(Owner asked, ErrorReply error) {
        return null;
    }

    @Override
    public void lookAgain() {
        // Sentinels are asked at each connecting, and nobody else knows more.
    }

    @Override
    public List<Node> nodes() {
        return List.of(owner.node());
    }

    @Override
    public RedisURI addressOf(byte[] channel) {
        return owner.node().address();
    }

    @Override
    public boolean isSharded() {
        return false;
    }

    @Override
    public Tap tapped(Tap tap) {
        return owner.node().address().getSentinels().isEmpty() ? tap : new MasterTap(tap);
    }

    @Override
    public CompletableFuture<?> close() {
        return owner.node().close();
    }
}
