package io.breakwater.benchmarks.cache;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import java.util.Set;

/** JetCache's getAll, with its tier in Redis alone. */
final class JetCacheGetAll implements Subject {

    private final JetCacheRemote<String, byte[]> remote;

    JetCacheGetAll(String uri) {
        remote = JetCacheRemote.filled(uri);
    }

    @Override
    public Operation operation(int thread) {
        Set<String> keys = Values.all().keySet();
        return () -> Values.requireAll(remote.cache().getAll(keys));
    }

    @Override
    public void close() {
        remote.close();
    }
}
