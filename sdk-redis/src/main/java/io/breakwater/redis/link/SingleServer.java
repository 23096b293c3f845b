package io.breakwater.redis.link;

import io.lettuce.core.RedisURI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One server for all keys: a standalone one, or the master of a Sentinel group. */
final class SingleServer implements Topology {

    private final Node node;
    private final RedisURI address;

    SingleServer(Node node, RedisURI address) {
        this.node = node;
        this.address = address;
    }

    @Override
    public Node nodeOf(byte[] key) {
        return node;
    }

    @Override
    public @Nullable Node redirected(ErrorReply error) {
        return null;
    }

    @Override
    public List<Node> nodes() {
        return List.of(node);
    }

    @Override
    public RedisURI addressOf(byte[] channel) {
        return address;
    }

    @Override
    public boolean isSharded() {
        return false;
    }

    @Override
    public void close() {
        node.close();
    }
}
