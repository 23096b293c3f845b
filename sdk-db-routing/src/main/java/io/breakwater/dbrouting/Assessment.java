package io.breakwater.dbrouting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges all nodes from what their probes saw, for one moment.
 *
 * <p>The primary is the node out of recovery on the highest timeline seen; two of them on one timeline are both
 * refused. A replica is usable when its receiver streams the primary's timeline and its lag is known and small enough.
 * With no primary to compare with, lag is unknown, and the replicas that have replayed the most serve what they have.
 */
final class Assessment {

    private final List<NodeHistory> nodes;
    private final ProbeSettings settings;
    private final long nowNanos;
    private final long highestTimeline;
    private final List<NodeHistory> leaders;

    Assessment(List<NodeHistory> nodes, ProbeSettings settings, long nowNanos) {
        this.nodes = nodes;
        this.settings = settings;
        this.nowNanos = nowNanos;
        this.highestTimeline = nodes.stream()
                .map(NodeHistory::latest)
                .filter(Objects::nonNull)
                .mapToLong(NodeSample::timeline)
                .max()
                .orElse(0);
        this.leaders = nodes.stream().filter(this::leads).toList();
    }

    List<Verdict> verdicts() {
        return nodes.stream().map(this::verdict).toList();
    }

    /** When the first of the samples that count now becomes too old. */
    long validUntilNanos() {
        long staleAfter = settings.staleAfter().toNanos();
        long oldestAge = nodes.stream()
                .map(this::current)
                .filter(Objects::nonNull)
                .mapToLong(sample -> nowNanos - sample.takenAtNanos())
                .max()
                .orElse(0);
        return nowNanos + staleAfter - oldestAge;
    }

    private boolean leads(NodeHistory node) {
        NodeSample sample = current(node);
        return sample != null && !sample.inRecovery() && sample.timeline() == highestTimeline;
    }

    private Verdict verdict(NodeHistory node) {
        NodeSample sample = current(node);
        if (sample == null) {
            return Verdict.unusable(Role.UNKNOWN, null, whyUnknown(node));
        }
        return sample.inRecovery() ? replica(sample) : primary(sample);
    }

    private Verdict primary(NodeSample sample) {
        if (sample.timeline() < highestTimeline) {
            return Verdict.unusable(
                    Role.PRIMARY, null, "on timeline " + sample.timeline() + ", superseded by " + highestTimeline);
        }
        if (leaders.size() > 1) {
            return Verdict.unusable(
                    Role.PRIMARY, null, "one of " + leaders.size() + " primaries on timeline " + sample.timeline());
        }
        return Verdict.usable(Role.PRIMARY, null);
    }

    private Verdict replica(NodeSample sample) {
        return leaders.size() == 1 ? follower(sample, leaders.get(0)) : orphan(sample);
    }

    private Verdict follower(NodeSample sample, NodeHistory leader) {
        if (!sample.streaming()) {
            return Verdict.unusable(Role.REPLICA, null, "its WAL receiver is " + sample.receiver());
        }
        if (sample.timeline() != highestTimeline) {
            return Verdict.unusable(
                    Role.REPLICA, null, "follows timeline " + sample.timeline() + " instead of " + highestTimeline);
        }
        Duration lag = ReplicaLag.of(sample, leader.newestFirst());
        if (lag == null) {
            return Verdict.unusable(Role.REPLICA, null, "its lag is unknown");
        }
        if (lag.compareTo(settings.maxLag()) > 0) {
            String reason =
                    "lag " + lag.toMillis() + " ms is over " + settings.maxLag().toMillis() + " ms";
            return Verdict.unusable(Role.REPLICA, lag, reason);
        }
        return Verdict.usable(Role.REPLICA, lag);
    }

    private Verdict orphan(NodeSample sample) {
        NodeSample best = mostReplayed();
        if (sample.lsn() >= best.lsn() || committedLately(sample, best)) {
            return Verdict.usable(Role.REPLICA, null);
        }
        return Verdict.unusable(Role.REPLICA, null, "no primary is known, and another replica has replayed more");
    }

    private boolean committedLately(NodeSample sample, NodeSample best) {
        if (sample.lastCommit() == null || best.lastCommit() == null) {
            return false;
        }
        return Duration.between(sample.lastCommit(), best.lastCommit()).compareTo(settings.maxLag()) <= 0;
    }

    private NodeSample mostReplayed() {
        List<NodeSample> replicas = new ArrayList<>();
        for (NodeHistory node : nodes) {
            NodeSample sample = current(node);
            if (sample != null && sample.inRecovery()) {
                replicas.add(sample);
            }
        }
        return replicas.stream().max(Comparator.comparingLong(NodeSample::lsn)).orElseThrow();
    }

    private @Nullable NodeSample current(NodeHistory node) {
        NodeSample latest = node.latest();
        return latest == null || node.failure() != null || isStale(latest) ? null : latest;
    }

    private boolean isStale(NodeSample sample) {
        return nowNanos - sample.takenAtNanos() > settings.staleAfter().toNanos();
    }

    private String whyUnknown(NodeHistory node) {
        NodeSample latest = node.latest();
        if (node.failure() != null || latest == null) {
            return Objects.requireNonNullElse(node.failure(), "not probed yet");
        }
        return "its probe last answered "
                + Duration.ofNanos(nowNanos - latest.takenAtNanos()).toMillis() + " ms ago";
    }
}
