package io.breakwater.benchmarks.cache;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import io.breakwater.cache.ReadThrough;
import java.util.Set;

/** sdk-cache's getAll, with its tier in Redis alone. */
final class BreakwaterGetAll implements Subject {

    private final BreakwaterShared shared;

    BreakwaterGetAll(String uri) {
        shared = BreakwaterShared.filled(uri);
    }

    @Override
    public Operation operation(int thread) {
        ReadThrough<String, byte[]> cache = shared.cache();
        Set<String> keys = Values.all().keySet();
        return () -> Values.requireAll(cache.getAll(keys));
    }

    @Override
    public void close() {
        shared.close();
    }
}
