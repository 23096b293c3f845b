package io.breakwater.redis;

/**
 * What a server says of itself, by {@code INFO} (Redis manual, INFO).
 *
 * @param server which one, as in the messages of exceptions
 * @param version for example {@code 7.0.15}
 * @param runId a random name that is new with each start of the process
 * @param role {@code master} or {@code slave}
 * @param evictionPolicy {@code maxmemory-policy}, for example {@code noeviction}
 * @param maxMemoryBytes the bound on its data, in bytes; 0 if there is none
 * @param appendOnly whether each write goes to an append-only file
 * @param connectedReplicas how many replicas are linked to it
 */
public record RedisServerFacts(
        String server,
        String version,
        String runId,
        String role,
        String evictionPolicy,
        long maxMemoryBytes,
        boolean appendOnly,
        int connectedReplicas) {

    /**
     * Whether data that must not be lost may live here, as far as eviction goes.
     *
     * @return true if the server evicts nothing, at whatever size
     */
    public boolean keepsEverything() {
        return evictionPolicy.equals("noeviction");
    }
}
