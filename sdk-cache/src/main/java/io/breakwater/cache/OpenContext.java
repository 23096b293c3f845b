package io.breakwater.cache;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The context of one load. */
final class OpenContext<V> implements LoadContext<V> {

    private final @Nullable V stale;
    private final List<String> held;
    private @Nullable Duration ttl;
    private boolean asked;

    /**
     * A context.
     *
     * @param held the tokens that bind this load; an empty one says that the source may lag, and no token tells how far
     */
    OpenContext(@Nullable V stale, List<String> held) {
        this.stale = stale;
        this.held = held;
    }

    @Override
    public void ttl(Duration wished) {
        Lifetimes.require("ttl", wished);
        ttl = wished;
    }

    @Override
    public @Nullable V staleValue() {
        return stale;
    }

    @Override
    public V notModified() {
        if (stale == null) {
            throw new IllegalStateException("There is no stale value that could be unmodified");
        }
        return stale;
    }

    @Override
    public List<String> freshness() {
        asked = true;
        return held.stream().filter(token -> !token.isEmpty()).toList();
    }

    /** How long the value is to live, if the loader said so. */
    @Nullable
    Duration wishedTtl() {
        return ttl;
    }

    /** Whether what was loaded is as fresh as all that binds the load. */
    boolean isHonoured() {
        return asked && held.stream().noneMatch(String::isEmpty);
    }
}
