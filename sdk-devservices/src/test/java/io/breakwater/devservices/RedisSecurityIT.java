package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Passwords, ACL users and TLS, for each topology. */
class RedisSecurityIT {

    private static final String PASSWORD = "p ss/w\"ö@rd";
    private static final String ENCODED = "p%20ss%2Fw%22%C3%B6%40rd";
    private static final RedisSpec SECURED = RedisSpec.durable()
            .password(PASSWORD)
            .user("reader", "r-secret", "~session:*", "+get")
            .tls();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void a_user_may_do_what_the_rules_say_and_nobody_comes_in_without_a_password() throws Exception {
        try (RedisServer server = RedisSpec.disposable()
                .password(PASSWORD)
                .user("reader", "r-secret", "~session:*", "+get")
                .start()) {
            assertThat(server.uri()).isEqualTo("redis://default:" + ENCODED + "@127.0.0.1:" + server.port());
            assertThat(server.uri("reader")).isEqualTo("redis://reader:r-secret@127.0.0.1:" + server.port());
            assertThat(as("default", PASSWORD, server, false).text("SET", "session:1", "v"))
                    .isEqualTo("OK");
            RespClient reader = as("reader", "r-secret", server, false);
            assertThat(reader.text("GET", "session:1")).isEqualTo("v");
            assertThatThrownBy(() -> reader.text("GET", "other")).hasMessageStartingWith("NOPERM");
            assertThatThrownBy(() -> reader.text("SET", "session:1", "w")).hasMessageStartingWith("NOPERM");
            assertThatThrownBy(() -> as("default", "wrong", server, false).text("PING"))
                    .hasMessageStartingWith("WRONGPASS");
            assertThatThrownBy(() -> anonymous(server, false).text("PING")).hasMessageStartingWith("NOAUTH");
        }
    }

    @Test
    void levers_work_whatever_the_users_may_do() throws Exception {
        try (RedisServer server =
                RedisSpec.durable().user("default", "d", "~*", "+get").start()) {
            server.configure("maxmemory", "17mb");
            server.kill();
            server.start();
            assertThat(server.client().map("CONFIG", "GET", "maxmemory")).containsEntry("maxmemory", "17825792");
            assertThatThrownBy(() -> as("default", "d", server, false).text("SET", "k", "v"))
                    .hasMessageStartingWith("NOPERM");
        }
    }

    @Test
    void a_server_with_tls_speaks_nothing_else_and_shows_the_certificate() throws Exception {
        try (RedisServer server = RedisSpec.disposable().tls().start()) {
            assertThat(server.uri()).isEqualTo("rediss://127.0.0.1:" + server.port());
            assertThat(anonymous(server, true).text("PING")).isEqualTo("PONG");
            assertThatThrownBy(() -> anonymous(server, false).text("PING")).isInstanceOf(IOException.class);
            try (InputStream pem = Files.newInputStream(server.certificate())) {
                X509Certificate certificate = (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(pem);
                certificate.checkValidity();
                assertThat(certificate.getSubjectAlternativeNames())
                        .contains(List.of(7, "127.0.0.1"), List.of(2, "localhost"));
            }
        }
        assertThatIllegalStateException().isThrownBy(() -> DevServices.redis().certificate());
    }

    @Test
    void sentinels_and_nodes_reach_one_another_with_passwords_and_tls() throws Exception {
        try (RedisSentinel sentinel = SECURED.startSentinel()) {
            assertThat(sentinel.uri())
                    .startsWith("rediss-sentinel://default:" + ENCODED + "@127.0.0.1:")
                    .endsWith("?sentinelMasterId=main");
            assertThat(sentinel.uri("reader")).startsWith("rediss-sentinel://reader:r-secret@127.0.0.1:");
            RedisServer old = sentinel.master();
            assertThat(as("default", PASSWORD, old, true).text("SET", "session:1", "v"))
                    .isEqualTo("OK");
            assertThatThrownBy(() -> anonymous(old, true).text("PING")).hasMessageStartingWith("NOAUTH");
            assertThatThrownBy(() -> anonymous(old, false).text("PING")).isInstanceOf(IOException.class);
            assertThat(as("default", PASSWORD, old, true).text("WAIT", "2", "10000"))
                    .isEqualTo("2");

            RedisServer fresh = sentinel.failover();
            assertThat(as("reader", "r-secret", fresh, true).text("GET", "session:1"))
                    .isEqualTo("v");
            assertThat(anonymous(sentinel.sentinels().get(0), true).text("PING"))
                    .isEqualTo("PONG");
            assertThatNothingLeaks(sentinel.sentinels().get(0));
            assertThatNothingLeaks(fresh);
        }
    }

    @Test
    void cluster_nodes_reach_one_another_with_passwords_and_tls() throws Exception {
        try (RedisCluster cluster = SECURED.startCluster()) {
            assertThat(cluster.uri()).startsWith("rediss-cluster://default:" + ENCODED + "@127.0.0.1:");
            RedisServer source = cluster.masterOf("session:1");
            assertThat(as("default", PASSWORD, source, true).text("SET", "session:1", "v"))
                    .isEqualTo("OK");
            assertThatThrownBy(() -> anonymous(source, false).text("PING")).isInstanceOf(IOException.class);

            RedisServer target = cluster.masters().stream()
                    .filter(master -> !master.equals(source))
                    .findFirst()
                    .orElseThrow();
            cluster.beginMigration("session:1", target);
            cluster.finishMigration("session:1");
            assertThat(as("reader", "r-secret", target, true).text("GET", "session:1"))
                    .isEqualTo("v");

            RedisServer heir = cluster.failover(target);
            assertThat(as("reader", "r-secret", heir, true).text("GET", "session:1"))
                    .isEqualTo("v");
            assertThatNothingLeaks(heir);
        }
    }

    @Test
    void a_refused_rule_shows_no_password() {
        assertThatThrownBy(() -> RedisSpec.disposable()
                        .user("reader", "r-secret", "+nosuchcommand")
                        .start())
                .isInstanceOf(DevServicesException.class)
                .hasMessageContaining("+nosuchcommand")
                .hasMessageNotContaining("r-secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SECURED.user("other", "o-secret", ">o-secret"))
                .withMessage("Invalid rule (hidden): must be an ACL rule on keys, channels or commands");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SECURED.password("o\nsecret"))
                .withMessage("Invalid password (hidden): must be not empty and without control characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SECURED.user("devservices", "o-secret"))
                .withMessageStartingWith("Invalid user (devservices): must be another name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DevServices.redis().uri("nobody"))
                .withMessage("Invalid user (nobody): must be one of []");
        assertThat(SECURED.toString()).contains("reader[~session:*, +get]").doesNotContain("secret", PASSWORD);
    }

    /** Neither to those who list processes, nor to those who read logs, nor to other users of the machine. */
    private static void assertThatNothingLeaks(RedisServer server) throws IOException {
        Path folder = server.folder().path();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        List<String> texts =
                new ArrayList<>(List.of(server.toString(), server.access().toString()));
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                texts.add(Files.readString(log));
            }
        }
        assertThat(texts).hasSize(3).doesNotContain("");
        texts.addAll(ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .toList());
        RedisUser nodes = server.access().nodes();
        String ours = nodes == null ? PASSWORD : nodes.password();
        assertThat(texts)
                .noneMatch(text -> text.contains(PASSWORD) || text.contains("r-secret") || text.contains(ours));
    }

    private static RespClient as(String name, String password, RedisServer server, boolean tls) {
        return new RespClient(
                server.port(), RedisUser.withAllRights(name, password), tls ? TlsFiles.ofThisJvm() : null, PATIENCE);
    }

    private static RespClient anonymous(RedisServer server, boolean tls) {
        return new RespClient(server.port(), null, tls ? TlsFiles.ofThisJvm() : null, PATIENCE);
    }
}
