package io.breakwater.app.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables a text may draw from: those of its own topic file, and behind them the general ones. */
final class Glossary {
    private final Map<String, Deck<Row>> tables = new LinkedHashMap<>();
    private final Set<String> subjects;
    private final Dice dice;

    Glossary(Dice dice, List<TopicFile> files) {
        this.dice = dice;
        this.subjects = files.stream().flatMap(file -> file.subjects().stream()).collect(Collectors.toSet());
        files.forEach(file -> file.tables().forEach((name, rows) -> tables.putIfAbsent(name, new Deck<>(rows, dice))));
    }

    Dice dice() {
        return dice;
    }

    /** Whether a text that speaks of it has to keep to it. */
    boolean isSubject(String variable) {
        return subjects.contains(variable);
    }

    Row draw(String table, List<Row> taken) {
        return Optional.ofNullable(tables.get(table))
                .flatMap(rows -> rows.deal(row -> !taken.contains(row)))
                .orElseThrow(() -> new IllegalStateException("No row is left in table " + table));
    }
}
