package io.breakwater.benchmarks.cache;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import io.breakwater.cache.ReadThrough;

/** sdk-cache's get, with its tier in Redis alone. */
final class BreakwaterSharedGet implements Subject {

    private final BreakwaterShared shared;

    BreakwaterSharedGet(String uri) {
        shared = BreakwaterShared.filled(uri);
    }

    @Override
    public Operation operation(int thread) {
        ReadThrough<String, byte[]> cache = shared.cache();
        String key = Values.key(thread);
        return () -> Values.require(thread, cache.get(key));
    }

    @Override
    public void close() {
        shared.close();
    }
}
