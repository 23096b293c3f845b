package io.breakwater.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Some keys of several have failed. The others were done: what they gave is in {@link #values()}. The failures are the suppressed
 * exceptions, too.
 */
public final class CacheBulkException extends CacheException {

    private static final long serialVersionUID = 1L;

    /** What did not fail. */
    private final transient Map<?, ?> values;

    /** What did. */
    private final transient Map<?, ? extends RuntimeException> failures;

    CacheBulkException(String cache, String operation, Map<?, ?> values, Map<?, ? extends RuntimeException> failures) {
        super(
                cache,
                failures.keySet().iterator().next(),
                operation + " failed for " + failures.size() + " keys, this one among them",
                failures.values().iterator().next());
        this.values = new LinkedHashMap<>(values);
        this.failures = new LinkedHashMap<>(failures);
        failures.values().stream().skip(1).forEach(this::addSuppressed);
    }

    /**
     * What was found for the keys that did not fail, if the operation finds anything.
     *
     * @return the values by their keys
     */
    public Map<?, ?> values() {
        return values;
    }

    /**
     * What each of the others failed of.
     *
     * @return the exceptions by their keys
     */
    public Map<?, ? extends RuntimeException> failures() {
        return failures;
    }
}
