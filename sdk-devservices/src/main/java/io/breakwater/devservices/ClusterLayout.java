package io.breakwater.devservices;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three masters with a replica each that find one another in their cluster configuration file, as after a restart: there is
 * nothing to introduce, and no gossip to wait for.
 */
final class ClusterLayout {

    private static final int MASTERS = 3;
    private static final int NODES = 2 * MASTERS;
    private static final String NODE_TIMEOUT_MILLIS = "2000";

    private ClusterLayout() {}

    static RedisGroup create(RedisAccess access) {
        Engine.requireNative("Redis Cluster");
        List<Member> members = IntStream.range(0, NODES)
                .mapToObj(index -> new Member(index, RedisPlace.nextWithBus(access.spec()), NodeId.random()))
                .toList();
        return new RedisGroup(
                members.stream().map(self -> node(access, self, members)).toList());
    }

    private static RedisServer node(RedisAccess access, Member self, List<Member> members) {
        RedisConf conf = RedisConf.quickToSync()
                .set("cluster-enabled", "yes")
                .set("cluster-node-timeout", NODE_TIMEOUT_MILLIS)
                .set("cluster-announce-ip", "127.0.0.1")
                .set(
                        access.tls() == null ? "cluster-announce-port" : "cluster-announce-tls-port",
                        self.place.clientPort())
                .set("cluster-announce-bus-port", self.place.busPort())
                // A replica takes over however long it was alone, and the shape of three pairs stays.
                .set("cluster-replica-validity-factor", 0)
                .set("cluster-allow-replica-migration", "no");
        access.logins(conf).setAll(access.spec().settings());
        RedisRole role = RedisRole.clusterNode("redis" + (self.index + 1), conf, clusterFile(self, members));
        return RedisServer.node(access, self.place, role);
    }

    private static String clusterFile(Member self, List<Member> members) {
        return members.stream()
                .map(member -> line(member, members, member.equals(self) ? "myself," : ""))
                .collect(Collectors.joining("", "", "vars currentEpoch " + MASTERS + " lastVoteEpoch 0\n"));
    }

    private static String line(Member member, List<Member> members, String myself) {
        int shard = member.index % MASTERS;
        boolean isMaster = member.index < MASTERS;
        String role = isMaster ? "master -" : "slave " + members.get(shard).id;
        String slots = isMaster ? " " + firstSlot(shard) + "-" + (firstSlot(shard + 1) - 1) : "";
        return "%s 127.0.0.1:%d@%d %s%s 0 0 %d connected%s\n"
                .formatted(
                        member.id, member.place.clientPort(), member.place.busPort(), myself, role, shard + 1, slots);
    }

    private static int firstSlot(int shard) {
        return KeySlot.COUNT * shard / MASTERS;
    }

    private record Member(int index, RedisPlace place, String id) {}
}
