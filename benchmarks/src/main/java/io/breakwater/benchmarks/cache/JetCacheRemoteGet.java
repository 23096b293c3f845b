package io.breakwater.benchmarks.cache;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;

/** JetCache with its tier in Redis alone. */
final class JetCacheRemoteGet implements Subject {

    private final JetCacheRemote<String, byte[]> remote;

    JetCacheRemoteGet(String uri) {
        remote = JetCacheRemote.filled(uri);
    }

    @Override
    public Operation operation(int thread) {
        String key = Values.key(thread);
        return () -> Values.require(thread, remote.cache().get(key));
    }

    @Override
    public void close() {
        remote.close();
    }
}
