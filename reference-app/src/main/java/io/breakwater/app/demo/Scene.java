package io.breakwater.app.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a text speaks about: the rows its slots are bound to. A comment's scene opens within that of its parent, so that
 * both speak of the same tomato; a slot which nobody has named yet draws a row of its own.
 */
final class Scene {
    private final Glossary glossary;
    private final @Nullable Scene outer;
    private final Map<String, Row> bound = new LinkedHashMap<>();

    private Scene(Glossary glossary, @Nullable Scene outer) {
        this.glossary = glossary;
        this.outer = outer;
    }

    static Scene open(Glossary glossary) {
        return new Scene(glossary, null);
    }

    Scene within() {
        return new Scene(glossary, this);
    }

    Dice dice() {
        return glossary.dice();
    }

    void bind(String variable, Row row) {
        bound.put(variable, row);
    }

    /** The row of {@code plant}; {@code ~plant} and {@code ~~plant} are others of the same table. */
    Row row(String variable) {
        Row known = find(variable);
        return known == null ? draw(variable) : known;
    }

    /** Whether the text speaks of no subject that nobody has named yet. */
    boolean keepsToSubject(Template text) {
        return text.variables().filter(glossary::isSubject).allMatch(this::knows);
    }

    /** Whether the text speaks of something that was named, unless there is nothing of the kind in it. */
    boolean touchesSubject(Template text) {
        return keepsToSubject(text)
                || text.variables().filter(glossary::isSubject).anyMatch(this::knows);
    }

    boolean hasSubject() {
        return bound.keySet().stream().anyMatch(glossary::isSubject);
    }

    private boolean knows(String variable) {
        return find(variable) != null;
    }

    private Row draw(String variable) {
        Row row = glossary.draw(variable.replace("~", ""), taken());
        bind(variable, row);
        return row;
    }

    private @Nullable Row find(String variable) {
        Row row = bound.get(variable);
        return row == null && outer != null ? outer.find(variable) : row;
    }

    private List<Row> taken() {
        List<Row> taken = outer == null ? new ArrayList<>() : outer.taken();
        taken.addAll(bound.values());
        return taken;
    }
}
