package io.breakwater.dbrouting;

import static io.breakwater.dbrouting.Samples.NOON;
import static io.breakwater.dbrouting.Samples.disconnected;
import static io.breakwater.dbrouting.Samples.nanos;
import static io.breakwater.dbrouting.Samples.primary;
import static io.breakwater.dbrouting.Samples.replica;
import static io.breakwater.dbrouting.Samples.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private static final ProbeSettings SETTINGS = new ProbeSettings(Duration.ofMillis(500), Duration.ofSeconds(1));

    @Test
    void rolesAreThoseSeen() {
        Topology topology =
                judge(1_000, seen(replica(900, 1, 50, Duration.ZERO)), seen(primary(800, 1, 50)), NodeHistory.EMPTY);

        assertThat(topology.primary()).isEqualTo(1);
        assertThat(topology.replicas()).containsExactly(0);
        assertThat(topology.verdicts().get(2)).hasToString("UNKNOWN (not probed yet)");
    }

    @Test
    void aReplicaThatDoesNotStreamIsLeftOut() {
        Topology topology = judge(1_000, seen(primary(900, 1, 50)), seen(disconnected(900, 50, NOON)));

        assertThat(topology.replicas()).isEmpty();
        assertThat(topology.verdicts().get(1)).hasToString("REPLICA (its WAL receiver is absent)");
    }

    @Test
    void aReplicaOverTheLimitIsLeftOut() {
        NodeHistory busy = seen(primary(5_000, 1, 90), primary(3_900, 1, 70), primary(3_400, 1, 40));
        Topology topology = judge(5_000, busy, seen(replica(5_000, 1, 60, Duration.ofMillis(1_234))));

        assertThat(topology.replicas()).isEmpty();
        assertThat(topology.verdicts().get(1)).hasToString("REPLICA (lag 1234 ms is over 1000 ms)");
    }

    @Test
    void aReplicaOfUnknownLagIsLeftOut() {
        Topology topology = judge(1_000, seen(primary(900, 1, 90)), seen(replica(900, 1, 60, null)));

        assertThat(topology.verdicts().get(1)).hasToString("REPLICA (its lag is unknown)");
    }

    @Test
    void aReplicaOnAnotherTimelineIsLeftOut() {
        Topology topology = judge(1_000, seen(primary(900, 2, 50)), seen(replica(900, 1, 50, Duration.ZERO)));

        assertThat(topology.verdicts().get(1)).hasToString("REPLICA (follows timeline 1 instead of 2)");
    }

    @Test
    void aSampleThatIsTooOldSaysNothing() {
        NodeHistory primary = seen(primary(4_900, 1, 50));
        NodeHistory replica = seen(replica(1_900, 1, 50, Duration.ZERO));

        assertThat(judge(4_900, primary, replica).replicas()).containsExactly(1);
        assertThat(judge(4_901, primary, replica).verdicts().get(1))
                .hasToString("UNKNOWN (its probe last answered 3001 ms ago)");
    }

    @Test
    void aJudgementHoldsUntilTheFirstSampleIsTooOld() {
        Topology topology = judge(1_000, seen(primary(900, 1, 50)), seen(replica(700, 1, 50, Duration.ZERO)));

        assertThat(topology.validUntilNanos()).isEqualTo(nanos(3_700));
    }

    @Test
    void aFailureCountsUntilTheNextSample() {
        NodeHistory failed = seen(primary(900, 1, 50)).failed("its probe failed: connection reset");

        assertThat(judge(1_000, failed).primary()).isNull();
        assertThat(judge(1_000, failed).verdicts().get(0)).hasToString("UNKNOWN (its probe failed: connection reset)");
        assertThat(judge(1_000, failed.with(primary(950, 1, 50), 0)).primary()).isZero();
    }

    @Test
    void ofTwoPrimariesTheHigherTimelineWins() {
        Topology topology = judge(1_000, seen(primary(900, 1, 90)), seen(primary(900, 2, 50)));

        assertThat(topology.primary()).isEqualTo(1);
        assertThat(topology.verdicts().get(0)).hasToString("PRIMARY (on timeline 1, superseded by 2)");
    }

    @Test
    void twoPrimariesOnOneTimelineAreBothRefused() {
        Topology topology = judge(1_000, seen(primary(900, 1, 90)), seen(primary(900, 1, 50)));

        assertThat(topology.primary()).isNull();
        assertThat(topology.verdicts())
                .allSatisfy(verdict -> assertThat(verdict).hasToString("PRIMARY (one of 2 primaries on timeline 1)"));
    }

    @Test
    void anOldPrimaryIsNotTakenBackWhenTheNewOneFails() {
        NodeHistory promoted = seen(primary(900, 2, 90)).failed("its probe failed: refused");
        Topology topology = judge(1_000, seen(primary(900, 1, 90)), promoted);

        assertThat(topology.primary()).isNull();
        assertThat(topology.verdicts().get(0)).hasToString("PRIMARY (on timeline 1, superseded by 2)");
    }

    @Test
    void withoutAPrimaryTheReplicasThatReplayedTheMostServe() {
        NodeHistory down = seen(primary(500, 1, 99)).failed("its probe failed: refused");
        Topology topology = judge(
                1_000,
                down,
                seen(disconnected(900, 90, NOON)),
                seen(disconnected(900, 80, NOON.minusMillis(1_000))),
                seen(disconnected(900, 10, NOON.minusMillis(1_001))));

        assertThat(topology.replicas()).containsExactly(1, 2);
        assertThat(topology.verdicts().get(1)).hasToString("REPLICA (usable)");
        assertThat(topology.verdicts().get(3))
                .hasToString("REPLICA (no primary is known, and another replica has replayed more)");
    }

    @Test
    void withoutAPrimaryAReplicaWithoutACommitServesWhenNoneIsAhead() {
        assertThat(judge(1_000, seen(disconnected(900, 90, null))).replicas()).containsExactly(0);
        assertThat(judge(1_000, seen(disconnected(900, 90, null)), seen(disconnected(900, 80, null)))
                        .replicas())
                .containsExactly(0);
    }

    @Test
    void samplesAreForgottenOnceTheyAreOld() {
        NodeHistory history = seen(primary(100, 1, 10)).with(primary(200, 1, 20), nanos(100));
        assertThat(history.newestFirst()).extracting(NodeSample::lsn).containsExactly(20L, 10L);

        NodeHistory later = history.with(primary(300, 1, 30), nanos(100));
        assertThat(later.newestFirst()).extracting(NodeSample::lsn).containsExactly(30L, 20L);
    }

    @Test
    void turnsAreTakenAmongWhatIsThere() {
        RoundRobin turn = new RoundRobin();

        assertThat(List.of(turn.next(List.of("a", "b")), turn.next(List.of("a", "b")), turn.next(List.of("c"))))
                .containsExactly("a", "b", "c");
    }

    private static Topology judge(long nowMillis, NodeHistory... nodes) {
        return Topology.of(Arrays.asList(nodes), SETTINGS, nanos(nowMillis));
    }
}
