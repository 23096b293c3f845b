package io.breakwater.devservices;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What one sentinel says of the master that it watches.
 *
 * @param port the master's
 * @param epoch rises with each failover: of two sentinels that differ, the higher is right
 * @param flags {@code master}, and what ails it
 * @param replicas how many it knows
 * @param sentinels how many others it knows
 */
record SentinelView(int port, long epoch, String flags, int replicas, int sentinels) {

    static SentinelView of(RedisServer sentinel) throws IOException {
        Map<String, String> master = sentinel.probe().map("SENTINEL", "MASTER", SentinelLayout.MASTER_NAME);
        return new SentinelView(
                number(master, "port"),
                number(master, "config-epoch"),
                master.getOrDefault("flags", ""),
                number(master, "num-slaves"),
                number(master, "num-other-sentinels"));
    }

    /** No failover goes on, and none is due. */
    boolean isCalm() {
        return flags.equals("master");
    }

    /** A failover goes on, or comes by itself: enough sentinels take the master for dead. */
    boolean isReplacing() {
        return flags.contains("failover_in_progress") || flags.contains("o_down");
    }

    /** Two replicas and two other sentinels: nobody is unknown. */
    boolean isWhole() {
        return isCalm() && replicas == 2 && sentinels == 2;
    }

    /** It reaches the replicas and the other sentinels, and finds that the replicas are linked to this master. */
    boolean reachesAll(RedisServer sentinel) throws IOException {
        return details(sentinel, "REPLICAS").stream()
                        .allMatch(replica -> "slave".equals(replica.get("flags"))
                                && "ok".equals(replica.get("master-link-status"))
                                && String.valueOf(port).equals(replica.get("master-port")))
                && details(sentinel, "SENTINELS").stream().allMatch(other -> "sentinel".equals(other.get("flags")));
    }

    private static List<Map<String, String>> details(RedisServer sentinel, String of) throws IOException {
        return sentinel.probe().list("SENTINEL", of, SentinelLayout.MASTER_NAME).stream()
                .map(entry -> RespClient.asMap((List<?>) entry))
                .toList();
    }

    private static int number(Map<String, String> master, String name) {
        return Integer.parseInt(master.getOrDefault(name, "0"));
    }
}
