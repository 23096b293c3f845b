package io.breakwater.benchmarks;

/**
 * A subject of {@link JmhRounds}.
 *
 * @param scenario the case
 * @param entrant its name and targets
 * @param method the benchmark method that measures it; several entries may name the same
 */
public record JmhEntry(String scenario, Entrant entrant, String method) {}
