package io.breakwater.benchmarks;

import java.util.function.Supplier;

/**
 * A subject of a {@link Load}.
 *
 * @param entrant its name and targets
 * @param opening opens it; the load closes it
 */
public record Contender(Entrant entrant, Supplier<Subject> opening) {}
