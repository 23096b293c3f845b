package io.breakwater.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reports as JSON: instants and durations in ISO 8601, what is not known is null. */
final class ReportFile {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportFile() {}

    /** Before anything is measured: minutes later it would be a pity. */
    static void requireWritable(Path folder) {
        boolean writable;
        try {
            writable = Files.isWritable(Files.createDirectories(folder));
        } catch (IOException e) {
            writable = false;
        }
        Require.that(writable, "out", folder, "a folder that can be written to");
    }

    /** Writes {@code AREA.json}, in place of what is there. */
    static Path write(Report report, Path folder) throws IOException {
        Path file = folder.resolve(report.area() + ".json");
        Files.writeString(file, JSON.writeValueAsString(report) + "\n");
        return file;
    }

    static Report read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), Report.class);
    }
}
