package io.breakwater.cache;

import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A node's cache over a ledger.
 *
 * @param node its number
 * @param ledger what it owes
 * @param put writes through, null if the cache does not
 */
record Door(
        int node,
        Ledger ledger,
        Cache<String, String> cache,
        Function<String, String> get,
        BiFunction<String, ReadOptions, Lookup<String>> lookup,
        Function<Collection<String>, Map<String, String>> getAll,
        BiConsumer<String, String> put) {

    static Door readThrough(int node, Ledger ledger, CacheBuilder<String, String> builder) {
        LedgerSource source = new LedgerSource(ledger);
        ReadThrough<String, String> cache = builder.readThrough(source::load, source::loadAll);
        return new Door(node, ledger, cache, cache::get, cache::lookup, cache::getAll, null);
    }

    static Door writeThrough(int node, Ledger ledger, CacheBuilder<String, String> builder) {
        LedgerSource source = new LedgerSource(ledger);
        WriteThrough<String, String> cache = builder.writeThrough(source::load, source);
        return new Door(node, ledger, cache, cache::get, cache::lookup, cache::getAll, cache::put);
    }

    boolean writes() {
        return put != null;
    }
}
