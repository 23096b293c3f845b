package io.breakwater.app.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A text with holes. <code>{plant.many}</code> is a cell of the scene's plant and <code>{plant}</code> its first cell, a
 * capital as in <code>{Plant}</code> is kept, <code>{a plant}</code> adds the article, <code>{3-9}</code> is a number,
 * <code>[so|thus|]</code> one of its parts, and {@code \n} a new line. A text that opens with {@code @if(cat|dog)} is only
 * for posts where one of these words was said before, whatever the case of its letters.
 */
record Template(List<String> cues, List<Piece> pieces) implements Piece {

    static Template parse(String source) {
        return TemplateParser.parse(source.replace("\\n", "\n"));
    }

    String fill(Scene scene) {
        StringBuilder out = new StringBuilder();
        write(out, scene);
        return out.toString().strip();
    }

    boolean isCuedBy(String said) {
        if (cues.isEmpty()) {
            return true;
        }
        String lower = said.toLowerCase(Locale.ROOT);
        return cues.stream().anyMatch(lower::contains);
    }

    /** How often it can be filled in one place before people notice: a text of many own words wears out soon. */
    int wear() {
        return pieces.stream().mapToInt(Piece::ownWords).sum() > 12 ? 5 : 24;
    }

    @Override
    public void write(StringBuilder out, Scene scene) {
        pieces.forEach(piece -> piece.write(out, scene));
    }

    @Override
    public Stream<String> variables() {
        return pieces.stream().flatMap(Piece::variables);
    }
}
