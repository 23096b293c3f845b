package io.breakwater.app.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic file, line by line. First come facts, {@code key: value}; a key may repeat. <code>@ plant: name | many</code>
 * opens a table with those columns, and each following line is a row. It holds subjects: a comment does not speak of a
 * plant when the post did not. A table that opens with {@code *} is scenery and may come up at any time. {@code = ask 4 2}
 * opens a genre with a share of 4 among the posts of the community and a heat of 2; its lines are {@code title:},
 * {@code open:}, {@code more:} and {@code close:} for a post (opening, middle paragraphs in their order, end), {@code >}
 * for a comment, {@code >>} for a reply to the line with one {@code >} less above it, and so on. A reply that starts with
 * {@code @op} is said by the author of the post, one with {@code @up} by the author of the comment before the one it
 * answers. All of these are {@link Template}s. The genre {@code any} holds comments for every post, {@code replies} holds
 * replies for every comment. Empty lines and lines that start with {@code #} do not count.
 */
final class TopicFileParser {
    private final String path;
    private final Map<String, List<String>> facts = new LinkedHashMap<>();
    private final Map<String, List<Row>> tables = new LinkedHashMap<>();
    private final Set<String> subjects = new LinkedHashSet<>();
    private final Map<String, Genre> genres = new LinkedHashMap<>();
    private final Deque<Remark> talk = new ArrayDeque<>();
    private String table = "";
    private List<String> columns = List.of();
    private @Nullable Genre genre;

    private TopicFileParser(String path) {
        this.path = path;
    }

    static TopicFile parse(String path, List<String> lines) {
        TopicFileParser parser = new TopicFileParser(path);
        lines.stream().map(String::strip).filter(TopicFileParser::counts).forEach(parser::line);
        return new TopicFile(parser.facts, parser.tables, parser.subjects, parser.genres);
    }

    private static boolean counts(String line) {
        return !line.isEmpty() && !line.startsWith("#");
    }

    private void line(String line) {
        try {
            read(line);
        } catch (RuntimeException e) {
            throw new IllegalStateException("In demo/" + path + " this line is not understood: " + line, e);
        }
    }

    private void read(String line) {
        if (line.startsWith("@ ")) {
            openTable(line.substring(2));
            subjects.add(table);
        } else if (line.startsWith("* ")) {
            openTable(line.substring(2));
        } else if (line.startsWith("= ")) {
            openGenre(line.substring(2));
        } else if (genre != null) {
            genreLine(genre, line);
        } else if (!table.isEmpty()) {
            row(line);
        } else {
            fact(line);
        }
    }

    private void fact(String line) {
        int colon = line.indexOf(':');
        facts.computeIfAbsent(line.substring(0, colon), key -> new ArrayList<>())
                .add(line.substring(colon + 1).strip());
    }

    private void openTable(String line) {
        int colon = line.indexOf(':');
        table = line.substring(0, colon).strip();
        columns = cells(line.substring(colon + 1));
        genre = null;
        tables.put(table, new ArrayList<>());
    }

    private void row(String line) {
        List<String> cells = cells(line);
        if (cells.size() != columns.size()) {
            throw new IllegalStateException("Row has " + cells.size() + " cells, columns are " + columns);
        }
        tables.getOrDefault(table, new ArrayList<>()).add(new Row(table, columns, cells));
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }

    private void openGenre(String line) {
        List<String> words = List.of(line.split(" ", -1));
        genre = new Genre(words.get(0), Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)));
        genres.put(words.get(0), genre);
        talk.clear();
    }

    private void genreLine(Genre genre, String line) {
        if (line.startsWith(">")) {
            remark(genre, line);
            return;
        }
        int colon = line.indexOf(':');
        part(genre, line.substring(0, colon))
                .add(Template.parse(line.substring(colon + 1).strip()));
    }

    private static List<Template> part(Genre genre, String key) {
        return switch (key) {
            case "title" -> genre.titles();
            case "open" -> genre.opens();
            case "more" -> genre.mores();
            case "close" -> genre.closes();
            default -> throw new IllegalStateException("No part of a post is called " + key);
        };
    }

    private void remark(Genre genre, String line) {
        int depth = line.indexOf(' ');
        while (talk.size() >= depth) {
            talk.pop();
        }
        Remark remark = remark(line.substring(depth + 1).strip());
        (depth == 1 ? genre.remarks() : talk.element().replies()).add(remark);
        talk.push(remark);
    }

    private static Remark remark(String text) {
        if (text.startsWith("@op ")) {
            return new Remark(Remark.Speaker.POSTER, Template.parse(text.substring(4)));
        }
        if (text.startsWith("@up ")) {
            return new Remark(Remark.Speaker.BACK, Template.parse(text.substring(4)));
        }
        return new Remark(Remark.Speaker.ANYBODY, Template.parse(text));
    }
}
