package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way of each area, from its servers to its file, in windows too short to say anything about speed. */
class AreasIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "redis, Redis server, 20",
        "cache, Caffeine, 48",
        "dbrouting, PostgreSQL, 12",
    })
    void an_area_measures_all_its_subjects_and_writes_its_file(String area, String product, int rows) throws Exception {
        int code = Bench.run(List.of(area, "--rounds", "1", "--window", "20", "--out", folder.toString()));
        assertThat(code).isZero();
        Report report = ReportFile.read(folder.resolve(area + ".json"));
        assertThat(report.versions()).containsKey(product).doesNotContainValue("unknown");
        assertThat(report.rows()).hasSize(rows).allSatisfy(row -> {
            assertThat(row.area()).isEqualTo(area);
            assertThat(row.median()).isPositive();
            assertThat(row.bytesPerOp()).isNotNull();
        });
        assertThat(targets(report))
                .allSatisfy((subject, targets) -> assertThat(targets).doesNotContain(""));
    }

    /** What is ours has a target at every number of threads. */
    private static Map<String, List<String>> targets(Report report) {
        return report.rows().stream()
                .filter(row -> row.subject().startsWith("sdk-"))
                .collect(Collectors.groupingBy(
                        ResultRow::subject,
                        Collectors.mapping(row -> row.target() == null ? "" : row.target(), Collectors.toList())));
    }
}
