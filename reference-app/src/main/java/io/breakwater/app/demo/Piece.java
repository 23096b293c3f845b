package io.breakwater.app.demo;

import java.util.List;
import java.util.stream.Stream;

/** A part of a {@link Template}. */
interface Piece {
    void write(StringBuilder out, Scene scene);

    /** How many of its characters are always the same. */
    default int ownWords() {
        return 0;
    }

    /** What it speaks about. */
    default Stream<String> variables() {
        return Stream.empty();
    }

    record Words(String words) implements Piece {
        @Override
        public void write(StringBuilder out, Scene scene) {
            out.append(words);
        }

        @Override
        public int ownWords() {
            return words.length();
        }
    }

    record Choice(List<Template> options) implements Piece {
        @Override
        public void write(StringBuilder out, Scene scene) {
            scene.dice().pick(options).write(out, scene);
        }

        @Override
        public Stream<String> variables() {
            return options.stream().flatMap(Template::variables);
        }
    }

    record WholeNumber(int lowest, int highest) implements Piece {
        @Override
        public void write(StringBuilder out, Scene scene) {
            out.append(scene.dice().between(lowest, highest));
        }
    }

    record Slot(boolean article, boolean capital, String variable, String column) implements Piece {
        @Override
        public void write(StringBuilder out, Scene scene) {
            String cell = scene.row(variable).cell(column);
            String words = article ? withArticle(cell) : cell;
            out.append(capital ? capitalised(words) : words);
        }

        @Override
        public Stream<String> variables() {
            return Stream.of(variable);
        }

        private static String withArticle(String words) {
            return ("aeiou".indexOf(Character.toLowerCase(words.charAt(0))) < 0 ? "a " : "an ") + words;
        }

        private static String capitalised(String words) {
            return Character.toUpperCase(words.charAt(0)) + words.substring(1);
        }
    }
}
