package io.breakwater.devservices;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the servers of one specification are reached, by clients, by one another and by the levers.
 *
 * <p>Where the specification has users, the servers and the levers log in as one more, with all rights and a random password:
 * so they work whatever the others may do.
 *
 * @param spec what to start
 * @param nodes as whom the servers log in at one another, or null without a login
 * @param tls their certificate, or null for plain text
 */
record RedisAccess(
        RedisSpec spec, @Nullable RedisUser nodes, @Nullable TlsFiles tls) {

    static final String NODES = "devservices";

    static RedisAccess to(RedisSpec spec) {
        RedisUser nodes = spec.users().isEmpty()
                ? null
                : RedisUser.withAllRights(NODES, UUID.randomUUID().toString());
        return new RedisAccess(spec, nodes, spec.isTls() ? TlsFiles.ofThisJvm() : null);
    }

    /** Sentinels have no users of their own. */
    RedisAccess toSentinels() {
        return new RedisAccess(spec, null, tls);
    }

    RespClient client(int port, Duration timeout) {
        return new RespClient(port, nodes, tls, timeout);
    }

    Path certificate() {
        if (tls == null) {
            throw new IllegalStateException(
                    "No certificate: the servers speak plain text, RedisSpec.tls() was not said");
        }
        return tls.certificate();
    }

    /** Where the server listens; its certificate and key go to its folder. */
    RedisConf listen(int port, RedisFolder folder) {
        RedisConf conf = new RedisConf().set("bind", "127.0.0.1").set("daemonize", "no");
        if (tls == null) {
            return conf.set("port", port);
        }
        tls.copyTo(folder);
        return conf.set("port", 0)
                .set("tls-port", port)
                .set("tls-cert-file", folder.certificate())
                .set("tls-key-file", folder.key())
                .set("tls-ca-cert-file", folder.certificate())
                .set("tls-auth-clients", "no")
                .set("tls-replication", "yes")
                .set("tls-cluster", "yes");
    }

    /** Who may log in, and as whom the server logs in at its master. */
    RedisConf logins(RedisConf conf) {
        spec.users().values().forEach(user -> conf.set("user", user.declaration()));
        if (nodes != null) {
            conf.set("user", nodes.declaration())
                    .set("masteruser", nodes.name())
                    .set("masterauth", nodes.password());
        }
        return conf;
    }

    /** With the default user's password, where it has one. */
    String uri(String kind, String query, Collection<RedisServer> servers) {
        RedisUser user = spec.users().get(RedisUser.DEFAULT);
        return uri(kind, query, servers, user);
    }

    String uri(String kind, String query, Collection<RedisServer> servers, String userName) {
        RedisUser user = spec.users().get(userName);
        Require.that(user != null, "user", userName, "one of " + spec.users().keySet());
        return uri(kind, query, servers, user);
    }

    private String uri(String kind, String query, Collection<RedisServer> servers, @Nullable RedisUser user) {
        String scheme = (tls == null ? "redis" : "rediss") + kind;
        String login = user == null ? "" : user.userInfo() + "@";
        String hosts =
                servers.stream().map(server -> "127.0.0.1:" + server.port()).collect(Collectors.joining(","));
        return scheme + "://" + login + hosts + query;
    }
}
