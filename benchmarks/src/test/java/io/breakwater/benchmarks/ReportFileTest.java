package io.breakwater.benchmarks;

import static io.breakwater.benchmarks.Samples.nanos;
import static io.breakwater.benchmarks.Samples.ops;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportFileTest {

    private static final Report REPORT = Samples.report(
            ops(Entrant.raw("x"), 100, 100),
            ops(Entrant.rawAgain(), 100, 120),
            ops(Entrant.ours("o").aiming(Samples.FASTER, 8), 110, 115),
            nanos(Entrant.raw("y"), 5),
            nanos(Entrant.rawAgain(), 5));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        Path results = folder.resolve("new").resolve("results");
        ReportFile.requireWritable(results);
        file = ReportFile.write(REPORT, results);
    }

    @Test
    void what_is_written_is_read_again() throws Exception {
        assertThat(file).isEqualTo(folder.resolve("new/results/test.json"));
        assertThat(ReportFile.read(file)).isEqualTo(REPORT);
    }

    @Test
    void a_row_has_the_agreed_names() throws Exception {
        JsonNode row = json().get("rows").get(2);
        assertThat(row.propertyNames())
                .containsExactly(
                        "area",
                        "case",
                        "subject",
                        "threads",
                        "unit",
                        "median",
                        "min",
                        "max",
                        "ratioToRaw",
                        "ratioToBestPeer",
                        "commandsPerOp",
                        "bytesPerOp",
                        "target",
                        "met",
                        "reason");
        assertThat(row.get("case").asString()).isEqualTo("GET");
        assertThat(row.get("ratioToBestPeer").isNull()).isTrue();
        assertThat(row.get("met").asBoolean()).isFalse();
    }

    @Test
    void the_file_says_where_when_and_on_what_it_was_measured() throws Exception {
        JsonNode json = json();
        assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
        assertThat(json.at("/jdk").asString()).isEqualTo("a JVM 17");
        assertThat(json.at("/versions/Redis server").asString()).isEqualTo("7.0.15");
        assertThat(json.at("/commit/id").asString()).isEqualTo("abc");
        assertThat(json.at("/commit/dirty").asBoolean()).isTrue();
        assertThat(json.at("/startedAt").asString()).isEqualTo("2026-11-20T10:00:00Z");
        assertThat(json.at("/rounds").asInt()).isEqualTo(3);
        assertThat(json.at("/window").asString()).isEqualTo("PT0.5S");
        assertThat(json.at("/spreads/0/case").asString()).isEqualTo("GET");
        assertThat(json.at("/details/0/rounds")).hasSize(2);
        assertThat(json.at("/details/0/latency/p99Micros").asDouble()).isEqualTo(250);
        assertThat(json.at("/details/0/commands/get").asDouble()).isEqualTo(1);
    }

    @Test
    void there_is_a_detail_for_each_row() {
        assertThat(REPORT.details()).hasSameSizeAs(REPORT.rows());
        for (int i = 0; i < REPORT.rows().size(); i++) {
            assertThat(REPORT.details().get(i).subject())
                    .isEqualTo(REPORT.rows().get(i).subject());
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReportFile.requireWritable(file.resolve("below")))
                .withMessage("Invalid out (" + file + "/below): must be a folder that can be written to");
    }

    private JsonNode json() throws Exception {
        return JsonMapper.shared().readTree(Files.readString(file));
    }
}
