package io.breakwater.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one file under {@code demo/} holds; {@link TopicFileParser} tells how it is written. */
record TopicFile(
        Map<String, List<String>> facts,
        Map<String, List<Row>> tables,
        Set<String> subjects,
        Map<String, Genre> genres) {
    private static final String ROOT = "/demo/";

    TopicFile {
        facts = Collections.unmodifiableMap(facts);
        tables = Collections.unmodifiableMap(tables);
        subjects = Set.copyOf(subjects);
        genres = Collections.unmodifiableMap(genres);
    }

    static TopicFile read(String path) {
        return TopicFileParser.parse(path, lines(path));
    }

    static List<String> lines(String path) {
        try (InputStream resource = TopicFile.class.getResourceAsStream(ROOT + path)) {
            if (resource == null) {
                throw new IllegalStateException("No resource " + ROOT + path + " on the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + ROOT + path, e);
        }
    }

    String fact(String key) {
        return String.join("\n", facts.getOrDefault(key, List.of()));
    }

    List<Remark> remarks(String genre) {
        Genre found = genres.get(genre);
        return found == null ? List.of() : found.remarks();
    }
}
