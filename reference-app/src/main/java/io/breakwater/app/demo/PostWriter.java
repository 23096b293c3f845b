package io.breakwater.app.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Writes the posts of one community. */
final class PostWriter {
    private static final int ATTEMPTS = 40;

    private final Glossary glossary;
    private final Dice dice;
    private final Deck<Genre> genres;
    private final IdentityHashMap<List<Template>, Deck<Template>> decks = new IdentityHashMap<>();

    PostWriter(TopicFile file, Glossary glossary) {
        this.glossary = glossary;
        this.dice = glossary.dice();
        this.genres = new Deck<>(
                file.genres().values().stream()
                        .flatMap(genre -> Collections.nCopies(genre.share(), genre).stream())
                        .toList(),
                dice);
    }

    /** Words for a post; its title is one the ledger has not seen, if such a title can be found. */
    Words write(Ledger titles) {
        Words words = words();
        for (int i = 0; i < ATTEMPTS && !titles.admits(words.title()); i++) {
            words = words();
        }
        titles.enter(words.title());
        return words;
    }

    private Words words() {
        Optional<Words> words = Optional.empty();
        while (words.isEmpty()) {
            words = words(genres.deal(), Scene.open(glossary));
        }
        return words.get();
    }

    /** Nothing when no opening suits the title. */
    private Optional<Words> words(Genre genre, Scene scene) {
        String title = deck(genre.titles()).deal().fill(scene);
        boolean free = !scene.hasSubject();
        return deck(genre.opens())
                .deal(open -> open.isCuedBy(title) && (free || scene.touchesSubject(open)))
                .map(open -> new Words(genre, scene, title, body(genre, scene, title, open.fill(scene))));
    }

    private String body(Genre genre, Scene scene, String title, String open) {
        double length = dice.fraction();
        if (length < 0.2) {
            return open;
        }
        List<String> paragraphs = new ArrayList<>(List.of(open));
        int middle = length < 0.42 ? 0 : length < 0.72 ? 1 : dice.between(2, 3);
        middle(genre, scene, title + open, middle).forEach(more -> paragraphs.add(more.fill(scene)));
        String said = title + String.join(" ", paragraphs);
        deck(genre.closes())
                .deal(close -> close.isCuedBy(said) && scene.keepsToSubject(close))
                .ifPresent(close -> paragraphs.add(close.fill(scene)));
        return String.join(middle == 0 ? " " : "\n\n", paragraphs);
    }

    /** Some of the middle paragraphs, in the order they were written in. */
    private List<Template> middle(Genre genre, Scene scene, String said, int count) {
        List<Template> mores = genre.mores().stream()
                .filter(more -> more.isCuedBy(said) && scene.keepsToSubject(more))
                .toList();
        Deck<Integer> places =
                new Deck<>(IntStream.range(0, mores.size()).boxed().toList(), dice);
        return IntStream.range(0, Math.min(count, mores.size()))
                .mapToObj(i -> places.deal())
                .sorted()
                .map(mores::get)
                .toList();
    }

    private Deck<Template> deck(List<Template> templates) {
        return decks.computeIfAbsent(templates, list -> new Deck<>(list, dice));
    }

    record Words(Genre genre, Scene scene, String title, String body) {}
}
