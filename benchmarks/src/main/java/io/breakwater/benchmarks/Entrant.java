package io.breakwater.benchmarks;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subject by name, what it is in the comparison, and what it is to reach.
 *
 * @param name as it stands in results
 * @param role what it is in the comparison
 * @param targets by the number of threads; none for those that are not there
 */
public record Entrant(String name, Role role, Map<Integer, Target> targets) {

    /**
     * Checks and copies.
     *
     * @param name as it stands in results
     * @param role what it is in the comparison
     * @param targets by the number of threads
     * @throws IllegalArgumentException if the name is blank
     */
    public Entrant {
        Require.that(!name.isBlank(), "name", name, "a subject's name");
        targets = Map.copyOf(targets);
    }

    /**
     * The one against which all are measured.
     *
     * @param what what is raw here, for example {@code bare lettuce}
     * @return the entrant, {@code raw: bare lettuce}
     */
    public static Entrant raw(String what) {
        return new Entrant("raw: " + what, Role.RAW, Map.of());
    }

    /**
     * The raw one a second time.
     *
     * @return the entrant, {@code raw again}
     */
    public static Entrant rawAgain() {
        return new Entrant("raw again", Role.RAW_AGAIN, Map.of());
    }

    /**
     * Another's way.
     *
     * @param name as it stands in results
     * @return the entrant
     */
    public static Entrant peer(String name) {
        return new Entrant(name, Role.PEER, Map.of());
    }

    /**
     * What explains the others without being an alternative to them.
     *
     * @param name as it stands in results
     * @return the entrant
     */
    public static Entrant beside(String name) {
        return new Entrant(name, Role.BESIDE, Map.of());
    }

    /**
     * A way of Breakwater, without a target yet.
     *
     * @param name as it stands in results
     * @return the entrant
     */
    public static Entrant ours(String name) {
        return new Entrant(name, Role.OURS, Map.of());
    }

    /**
     * The same with a target.
     *
     * @param target what it is to reach
     * @param threads at which numbers of threads
     * @return a new entrant
     */
    public Entrant aiming(Target target, int... threads) {
        Map<Integer, Target> more = new HashMap<>(targets);
        for (int number : threads) {
            more.put(number, target);
        }
        return new Entrant(name, role, more);
    }

    @Nullable
    Target target(int threads) {
        return targets.get(threads);
    }
}
