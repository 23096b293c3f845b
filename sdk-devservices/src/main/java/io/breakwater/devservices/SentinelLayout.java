package io.breakwater.devservices;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A master, two replicas and three sentinels that know one another from the start, by their configuration: to find out by
 * themselves takes them many seconds.
 *
 * @param data the master, then its replicas
 * @param sentinels the three
 */
record SentinelLayout(RedisGroup data, RedisGroup sentinels) {

    static final String MASTER_NAME = "main";

    private static final int DATA_NODES = 3;
    private static final int SENTINELS = 3;
    private static final int QUORUM = 2;
    private static final String DOWN_AFTER_MILLIS = "1000";
    private static final String FAILOVER_TIMEOUT_MILLIS = "3000";

    /**
     * Of itself a sentinel asks every 10 s for roles, tries once a second to reach who was away, and does nothing for 30 s after
     * a moment without processor time: too slow for tests.
     */
    private static final List<List<String>> LIVELY = Stream.of(
                    "INFO-PERIOD 250",
                    "PING-PERIOD 250",
                    "PUBLISH-PERIOD 250",
                    "TILT-PERIOD 1000",
                    "MIN-LINK-RECONNECT-PERIOD 1000")
            .map(setting -> Stream.concat(Stream.of("SENTINEL", "DEBUG"), Stream.of(setting.split(" ")))
                    .toList())
            .toList();

    static SentinelLayout create(RedisAccess access) {
        Engine.requireNative("Redis Sentinel");
        List<RedisServer> data = new ArrayList<>();
        for (int number = 1; number <= DATA_NODES; number++) {
            data.add(dataNode(access, number, data));
        }
        List<Member> members = IntStream.rangeClosed(1, SENTINELS)
                .mapToObj(number -> new Member("sentinel" + number, RedisPlace.next(access.spec()), NodeId.random()))
                .toList();
        List<RedisServer> sentinels = members.stream()
                .map(member -> RedisServer.node(
                        access.toSentinels(),
                        member.place,
                        RedisRole.sentinel(member.name, sentinel(access, member, members, data), LIVELY)))
                .toList();
        return new SentinelLayout(new RedisGroup(List.copyOf(data)), new RedisGroup(sentinels));
    }

    RedisGroup all() {
        return new RedisGroup(Stream.concat(data.servers().stream(), sentinels.servers().stream())
                .toList());
    }

    private static RedisServer dataNode(RedisAccess access, int number, List<RedisServer> before) {
        RedisConf conf = RedisConf.quickToSync();
        before.stream().limit(1).forEach(master -> conf.set("replicaof", "127.0.0.1", master.port()));
        RedisPlace place = RedisPlace.next(access.spec());
        conf.set("replica-announce-ip", "127.0.0.1").set("replica-announce-port", place.clientPort());
        access.logins(conf).setAll(access.spec().settings());
        return RedisServer.node(access, place, RedisRole.data("redis" + number, conf));
    }

    private static RedisConf sentinel(RedisAccess access, Member self, List<Member> all, List<RedisServer> data) {
        RedisConf conf = new RedisConf()
                .set("sentinel", "myid", self.id)
                .set("sentinel", "announce-ip", "127.0.0.1")
                .set("sentinel", "announce-port", self.place.clientPort())
                .set(
                        "sentinel",
                        "monitor",
                        MASTER_NAME,
                        "127.0.0.1",
                        data.get(0).port(),
                        QUORUM)
                .set("sentinel", "down-after-milliseconds", MASTER_NAME, DOWN_AFTER_MILLIS)
                .set("sentinel", "failover-timeout", MASTER_NAME, FAILOVER_TIMEOUT_MILLIS)
                .set("sentinel", "parallel-syncs", MASTER_NAME, DATA_NODES);
        RedisUser login = access.nodes();
        if (login != null) {
            conf.set("sentinel", "auth-user", MASTER_NAME, login.name())
                    .set("sentinel", "auth-pass", MASTER_NAME, login.password());
        }
        data.stream()
                .skip(1)
                .forEach(replica -> conf.set("sentinel", "known-replica", MASTER_NAME, "127.0.0.1", replica.port()));
        all.stream()
                .filter(other -> !other.equals(self))
                .forEach(other -> conf.set(
                        "sentinel", "known-sentinel", MASTER_NAME, "127.0.0.1", other.place.clientPort(), other.id));
        return conf;
    }

    private record Member(String name, RedisPlace place, String id) {}
}
