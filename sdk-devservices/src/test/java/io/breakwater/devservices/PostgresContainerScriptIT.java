package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The script that runs PostgreSQL in a container, on this machine: as far as the binaries here reach, without a copy. */
class PostgresContainerScriptIT {

    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final int port = FreePorts.next();
    private final PostgresConsole console = new PostgresConsole("pg1", port);

    @Test
    void data_are_made_as_ordered_and_once_for_each_order() throws Exception {
        Path folder = WorkFolder.temporary("script");
        ServerUser.unprivileged().own(folder);
        Server server = server(folder);
        try {
            order(folder, 1, "work_mem = '5MB'\n");
            launch(server);
            assertThat(console.ask("SHOW work_mem")).isEqualTo("5MB");
            assertThat(console.ask("SELECT count(*) > 0 FROM pg_hba_file_rules WHERE address = 'all'"))
                    .isEqualTo("t");
            console.execute("CREATE TABLE kept AS SELECT 1 AS x");
            server.kill();
            launch(server);
            assertThat(console.ask("SELECT x FROM kept")).isEqualTo("1");
            server.kill();
            order(folder, 2, "work_mem = '6MB'\n");
            launch(server);
            assertThat(console.ask("SELECT to_regclass('kept') IS NULL")).isEqualTo("t");
            assertThat(console.ask("SHOW work_mem")).isEqualTo("6MB");
        } finally {
            server.close();
        }
    }

    private Server server(Path folder) {
        PostgresBinaries binaries = PostgresBinaries.unpacked();
        Path script = folder.resolve("run.sh");
        WorkFolder.write(script, ShellScript.named("postgres-container.sh"));
        String path = binaries.program("postgres").getParent() + ":" + System.getenv("PATH");
        return new ServerProcess(
                "pg1",
                binaries.user()
                        .run(List.of(
                                "env",
                                "PATH=" + path,
                                "sh",
                                script.toString(),
                                folder.toString(),
                                folder.resolve("data").toString(),
                                String.valueOf(port))),
                folder,
                "QUIT");
    }

    private void launch(Server server) {
        server.launch();
        server.await(() -> console.confirms("SELECT true"), "answer", WITHIN);
    }

    private static void order(Path folder, int number, String more) throws Exception {
        String settings =
                PostgresSettings.ofPrimary(PostgresSpec.primaryWithReplicas(0)).lines();
        Files.writeString(folder.resolve("settings"), settings + more);
        Files.writeString(folder.resolve("order"), PostgresContainer.order("pg1", number, ""));
    }
}
