package io.breakwater.redis.link;

/**
 * A connection as the server knows it.
 *
 * @param runId the server process; empty if it did not say
 * @param clientId its number there; 0 if it did not say
 */
record Identity(String runId, long clientId) {

    static final Identity UNKNOWN = new Identity("", 0);

    static Identity of(String runId, long clientId) {
        return runId.isEmpty() || clientId == 0 ? UNKNOWN : new Identity(runId, clientId);
    }

    boolean isKnown() {
        return clientId != 0;
    }
}
