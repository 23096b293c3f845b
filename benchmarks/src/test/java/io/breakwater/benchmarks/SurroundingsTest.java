package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine, the libraries' versions and the commit, as far as they can be known. */
class SurroundingsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "/m2/caffeine-3.3.1.jar, 3.3.1",
        "/lib/lettuce-core-7.7.0.RELEASE.jar, 7.7.0.RELEASE",
        "/lib/bucket4j_jdk17-core-8.19.0.jar, 8.19.0",
        "/lib/caffeine.jar, unknown",
        "/work/target/classes/, unknown",
    })
    void the_version_is_in_the_name_of_the_jar(String path, String version) {
        assertThat(JarVersion.in(path)).isEqualTo(version);
    }

    @Test
    void libraries_on_the_class_path_have_one_and_the_jdk_has_not() {
        assertThat(JarVersion.of(Assertions.class)).matches("[0-9]+\\.[0-9]+.*");
        assertThat(JarVersion.of(String.class)).isEqualTo("unknown");
    }

    @Test
    void the_machine_is_described() {
        Machine machine = Machine.here();
        assertThat(machine.cores()).isPositive();
        assertThat(machine.memoryMib()).isPositive();
        assertThat(machine.cpu()).isNotBlank();
        assertThat(machine.os()).startsWith(System.getProperty("os.name"));
    }

    @Test
    void outside_a_work_tree_the_commit_is_unknown() throws Exception {
        Path notGit = Files.createDirectory(folder.resolve("plain"));
        Files.writeString(notGit.resolve(".git"), "gitdir: nowhere");
        assertThat(Commit.of(notGit)).isEqualTo(new Commit("unknown", false));
    }
}
