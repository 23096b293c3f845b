package io.breakwater.dbrouting;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who is the primary and which replicas may serve reads. Nodes are known by their index.
 *
 * @param verdicts one for each node
 * @param primary the node that takes writes; null when none is known, or more than one
 * @param replicas the nodes that may serve reads
 * @param validUntilNanos when a sample that speaks for a node becomes too old
 */
record Topology(List<Verdict> verdicts, @Nullable Integer primary, List<Integer> replicas, long validUntilNanos) {

    static Topology of(List<NodeHistory> nodes, ProbeSettings settings, long nowNanos) {
        Assessment assessment = new Assessment(nodes, settings, nowNanos);
        List<Verdict> verdicts = assessment.verdicts();
        List<Integer> primaries = usableAs(Role.PRIMARY, verdicts);
        List<Integer> replicas = usableAs(Role.REPLICA, verdicts);
        return new Topology(
                verdicts, primaries.isEmpty() ? null : primaries.get(0), replicas, assessment.validUntilNanos());
    }

    private static List<Integer> usableAs(Role role, List<Verdict> verdicts) {
        return IntStream.range(0, verdicts.size())
                .filter(node -> verdicts.get(node).usableAs(role))
                .boxed()
                .toList();
    }

    boolean isReplica(int node) {
        return verdicts.get(node).role() == Role.REPLICA;
    }

    boolean sameUseAs(Topology other) {
        return IntStream.range(0, verdicts.size())
                .allMatch(node -> verdicts.get(node).sameUseAs(other.verdicts.get(node)));
    }
}
