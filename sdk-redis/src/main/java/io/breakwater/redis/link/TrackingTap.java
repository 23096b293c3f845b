package io.breakwater.redis.link;

import io.lettuce.core.api.push.PushMessage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Names of keys that changed, by their prefixes. It needs RESP3. */
final class TrackingTap implements Tap {

    private final List<byte[]> prefixes;
    private final KeyWatcher watcher;

    TrackingTap(List<byte[]> prefixes, KeyWatcher watcher) {
        this.prefixes = List.copyOf(prefixes);
        this.watcher = watcher;
    }

    @Override
    public CompletableFuture<?> open(Feed.Line line) {
        if (!LinkClient.speaksResp3(line.connection())) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "watching keys needs RESP3, which the server, or what is before it, does not speak"));
        }
        line.connection().addListener((PushMessage push) -> {
            if (push.getType().equals("invalidate")) {
                line.deliver(() -> tell(push.getContent().get(1), line.generation()));
            }
        });
        Call<String> tracking = Commands.track(prefixes);
        line.connection().dispatch(tracking);
        return tracking.reply();
    }

    private void tell(@Nullable Object keys, long generation) {
        if (keys == null) {
            watcher.flushed(generation);
            return;
        }
        for (Object key : (List<?>) keys) {
            watcher.changed(Call.CODEC.decodeValue(((ByteBuffer) key).duplicate()), generation);
        }
    }

    @Override
    public void opened(long generation) {
        watcher.watching(generation);
    }

    @Override
    public void interrupted(long generation) {
        watcher.interrupted(generation);
    }
}
