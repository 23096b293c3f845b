package io.breakwater.devservices;

import java.io.IOException;
import java.util.List;

/**
 * What a server says of its place in replication.
 *
 * @param server who says so
 * @param role {@code master} or {@code slave}
 * @param masterPort a replica's master, or 0
 * @param state a replica's link: {@code connected} when it is up to date
 */
record Replication(RedisServer server, String role, int masterPort, String state) {

    static Replication of(RedisServer server) throws IOException {
        return of(server, server.probe());
    }

    /** Through its proxy, where it has one: no answer from who is cut off. */
    static Replication asClientsSee(RedisServer server) throws IOException {
        return of(server, server.probeAsClient());
    }

    private static Replication of(RedisServer server, RespClient client) throws IOException {
        List<?> reply = client.list("ROLE");
        String role = reply.get(0).toString();
        return role.equals("slave")
                ? new Replication(
                        server,
                        role,
                        Integer.parseInt(reply.get(2).toString()),
                        reply.get(3).toString())
                : new Replication(server, role, 0, "");
    }

    boolean isReplica() {
        return role.equals("slave");
    }

    /** Is the master there, or its replica. */
    boolean isIn(int port) {
        return server.port() == port ? !isReplica() : masterPort == port && state.equals("connected");
    }

    @Override
    public String toString() {
        return server + " (" + role + (isReplica() ? " of " + masterPort + ", " + state : "") + ")";
    }
}
