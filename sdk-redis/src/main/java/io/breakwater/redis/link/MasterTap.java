package io.breakwater.redis.link;

import io.lettuce.core.protocol.RedisCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A tap that runs at a master alone: what Sentinels name can be a server that has just become a replica, and what it passes on can
 * break off without a word.
 */
final class MasterTap implements Tap {

    private final Tap tap;

    MasterTap(Tap tap) {
        this.tap = tap;
    }

    @Override
    public CompletableFuture<?> open(Feed.Line line) {
        Call<List<@Nullable Object>> role = Commands.role();
        RedisCommand<byte[], byte[], ?> unused = line.connection().dispatch(role);
        return CompletableFuture.allOf(role.reply().thenAccept(Commands::requireMaster), tap.open(line));
    }

    @Override
    public void opened(long generation) {
        tap.opened(generation);
    }

    @Override
    public void interrupted(long generation) {
        tap.interrupted(generation);
    }
}
