package io.breakwater.app.db;

import io.breakwater.cache.ContextLoader;
import io.breakwater.cache.LoadContext;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows that a cache does not have: on a replica, unless the key was changed of late. Then the primary is asked, since a replica
 * may not know of the change yet; nor is it proof that a row is not there when a replica does not know it.
 *
 * @param <K> the keys
 * @param <V> the rows
 */
public final class CachedRows<K, V> implements ContextLoader<K, V> {

    /** What a change is told to the cache with: where it must be read until the replicas know of it for sure. */
    public static final String CHANGED = LoadContext.FRESHEST;

    /** How long what a replica says is kept while there is no primary that would know better. */
    private static final Duration UNCERTAIN = Duration.ofSeconds(1);

    private final Database database;
    private final Query<? super K, V> query;

    public CachedRows(Database database, Query<? super K, V> query) {
        this.database = database;
        this.query = query;
    }

    @Override
    public @Nullable V load(K key, LoadContext<V> context) {
        Optional<V> found =
                context.freshness().isEmpty() ? database.read(handle -> query.find(handle, key)) : Optional.empty();
        return found.or(() -> newest(key, context)).orElse(null);
    }

    private Optional<V> newest(K key, LoadContext<V> context) {
        return database.readNewest(handle -> query.find(handle, key), handle -> {
            context.ttl(UNCERTAIN);
            return Optional.of(query.find(handle, key).orElseThrow(Database::unavailable));
        });
    }

    /** Finds a row. */
    @FunctionalInterface
    public interface Query<K, V> {

        Optional<V> find(Handle handle, K key);
    }
}
