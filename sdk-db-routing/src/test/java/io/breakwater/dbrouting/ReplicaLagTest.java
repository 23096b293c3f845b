package io.breakwater.dbrouting;

import static io.breakwater.dbrouting.Samples.primary;
import static io.breakwater.dbrouting.Samples.replica;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplicaLagTest {

    private static final List<NodeSample> BUSY_PRIMARY =
            List.of(primary(2_000, 1, 400), primary(1_500, 1, 300), primary(1_000, 1, 200), primary(500, 1, 100));

    @Test
    @DisplayName("db-routing 9: (a) an idle primary's log position rescues a replica whose last commit is hours old")
    void idlePrimary() {
        NodeSample replica = replica(2_100, 1, 400, Duration.ofHours(5));

        assertThat(ReplicaLag.of(replica, BUSY_PRIMARY)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void nothingLeftToReplayIsNoLag() {
        assertThat(ReplicaLag.of(replica(2_100, 1, 400, Duration.ZERO), BUSY_PRIMARY))
                .isZero();
    }

    @Test
    void theReplicasOwnWordIsBelievedWithinWhatThePrimaryShows() {
        NodeSample replica = replica(2_100, 1, 250, Duration.ofMillis(900));

        assertThat(ReplicaLag.of(replica, BUSY_PRIMARY)).isEqualTo(Duration.ofMillis(900));
    }

    @Test
    @DisplayName("db-routing 9: (b) a replica that replayed all it received, but did not receive all, is behind")
    void replayedAllItReceived() {
        NodeSample replica = replica(2_100, 1, 250, Duration.ZERO);

        assertThat(ReplicaLag.of(replica, BUSY_PRIMARY)).isEqualTo(Duration.ofMillis(600));
    }

    @Test
    @DisplayName("db-routing 9: (d) a skewed clock moves the lag by no more than a probe interval")
    void skewedClock() {
        NodeSample ahead = replica(2_100, 1, 250, Duration.ofHours(1));
        NodeSample behind = replica(2_100, 1, 250, Duration.ofHours(-1));

        assertThat(ReplicaLag.of(ahead, BUSY_PRIMARY)).isEqualTo(Duration.ofMillis(1_100));
        assertThat(ReplicaLag.of(behind, BUSY_PRIMARY)).isEqualTo(Duration.ofMillis(1_100));
    }

    @Test
    @DisplayName("db-routing 9: (e) a fresh replica without a replayed commit has the lag its log position shows")
    void freshReplica() {
        assertThat(ReplicaLag.of(replica(2_100, 1, 400, null), BUSY_PRIMARY)).isEqualTo(Duration.ofMillis(100));
        assertThat(ReplicaLag.of(replica(2_100, 1, 50, null), BUSY_PRIMARY)).isNull();
    }

    @Test
    void behindAllThatIsKnownOfThePrimaryIsAtLeastThatOld() {
        NodeSample replica = replica(2_100, 1, 50, Duration.ZERO);

        assertThat(ReplicaLag.of(replica, BUSY_PRIMARY)).isEqualTo(Duration.ofMillis(1_600));
    }

    @Test
    void positionsOfAnotherTimelineSayNothing() {
        List<NodeSample> promoted = List.of(primary(2_000, 2, 400), primary(1_500, 1, 300));

        assertThat(ReplicaLag.of(replica(2_100, 2, 350, null), promoted)).isNull();
    }

    @Test
    void theTrueLagIsFoundToWithinAProbeInterval() {
        Random random = new Random(42);
        for (int round = 0; round < 10_000; round++) {
            long interval = random.nextLong(1, 1_000);
            long lag = random.nextLong(5_000);
            long now = random.nextLong(100_000, 101_000);
            Duration claimed = Duration.ofMillis(random.nextLong(-10_000, 10_000));

            Duration found = ReplicaLag.of(replica(now, 1, now - lag, claimed), writingEachMillisecond(now, interval));

            assertThat(found).isNotNull();
            assertThat(found.toMillis()).isBetween(lag - interval, lag + interval);
        }
    }

    /** Its position is the time, so a replica's position tells its lag. */
    private static List<NodeSample> writingEachMillisecond(long now, long interval) {
        List<NodeSample> newestFirst = new ArrayList<>();
        for (long at = now; at > now - 7_000; at -= interval) {
            newestFirst.add(primary(at, 1, at));
        }
        return newestFirst;
    }
}
