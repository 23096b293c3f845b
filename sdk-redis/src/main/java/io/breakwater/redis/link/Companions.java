package io.breakwater.redis.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What libraries keep for a link, each of a type once. They end before it, the last one first. */
final class Companions {

    private static final Logger LOG = LoggerFactory.getLogger(Companions.class);

    /** No monitor: what makes one may block, on a virtual thread too. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Class<?>, AutoCloseable> made = new LinkedHashMap<>();
    private boolean closed;

    /** The one there is, or a new one; null after the end. */
    <T extends AutoCloseable> @Nullable T get(Class<T> type, Supplier<T> maker) {
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            AutoCloseable before = made.get(type);
            if (before != null) {
                return type.cast(before);
            }
            T companion = maker.get();
            made.put(type, companion);
            return companion;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        takeAll().forEach(Companions::close);
    }

    private List<AutoCloseable> takeAll() {
        lock.lock();
        try {
            closed = true;
            List<AutoCloseable> all = new ArrayList<>(made.values());
            made.clear();
            Collections.reverse(all);
            return all;
        } finally {
            lock.unlock();
        }
    }

    private static void close(AutoCloseable companion) {
        try {
            companion.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            LOG.warn("{} did not close", companion, e);
        }
    }
}
