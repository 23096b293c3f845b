package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerUserIT {

    @Test
    void postgresql_runs_as_whoever_we_are() {
        assertThat(ServerUser.unprivileged().run(List.of("id"))).endsWith("id");
        Command.run(List.of(PostgresBinaries.unpacked().program("postgres").toString(), "--version"));
    }

    @Test
    void root_becomes_nobody() throws Exception {
        assumeTrue(ServerUser.isRoot(), "only root can become nobody");
        PostgresBinaries binaries = PostgresBinaries.unpacked(ServerUser.nobody());
        Path folder = WorkFolder.temporary("nobody");
        Path data = binaries.newData(folder);
        ServerUser.nobody().own(data);
        assertThat(Files.getAttribute(data, "unix:uid")).isEqualTo(65534);
        List<String> command =
                List.of(binaries.program("postgres").toString(), "-D", data.toString(), "-C", "data_directory");
        Command.run(ServerUser.nobody().run(command));
    }

    @Test
    void what_a_client_does_to_files_it_does_not_do_as_root() throws Exception {
        assumeTrue(ServerUser.isRoot(), "only root has more rights than its servers");
        Path forbidden = Files.createTempDirectory("roots-own-");
        Path written = WorkFolder.temporary("anybodys").resolve("owned");
        Files.setPosixFilePermissions(written.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        PostgresNode primary = DevServices.postgres().primary();
        primary.execute("COPY (SELECT 1) TO PROGRAM 'cat > " + written + "'");
        assertThat(Files.getAttribute(written, "unix:uid")).isNotEqualTo(0);
        assertThatThrownBy(
                        () -> primary.execute("COPY (SELECT 1) TO PROGRAM 'cat > " + forbidden.resolve("owned") + "'"))
                .isInstanceOf(DevServicesException.class);
        assertThat(forbidden).isEmptyDirectory();
        Files.delete(forbidden);
    }

    @Test
    void an_interrupted_start_says_so_and_the_next_one_works() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> PostgresSpec.primaryWithReplicas(0).start())
                .isInstanceOf(DevServicesException.class)
                .hasMessageContaining("nterrupted");
        assertThat(Thread.interrupted()).isTrue();
        PostgresSpec.primaryWithReplicas(0).start().close();
    }

    @Test
    void an_interrupted_close_still_closes_every_node() {
        Postgres postgres = PostgresSpec.primaryWithReplicas(1).start();
        Thread.currentThread().interrupt();
        postgres.close();
        assertThat(Thread.interrupted()).isTrue();
        for (PostgresNode node : postgres.nodes()) {
            assertThatThrownBy(() -> node.execute("SELECT 1")).isInstanceOf(DevServicesException.class);
        }
    }
}
