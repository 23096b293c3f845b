package io.breakwater.app.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The remarks people of one community make, chosen so that none is worn out. */
final class Repertoire {
    private static final String ANY = "any";
    private static final String REPLIES = "replies";

    private final TopicFile own;
    private final TopicFile general;
    private final Dice dice;
    private final Map<String, Deck<Remark>> decks = new LinkedHashMap<>();

    Repertoire(TopicFile own, TopicFile general, Dice dice) {
        this.own = own;
        this.general = general;
        this.dice = dice;
    }

    /** A comment on a post of that genre. */
    Optional<Remark> comment(Genre genre, Predicate<Remark> suits) {
        double luck = dice.fraction();
        if (luck < 0.82) {
            return deal(own, genre.name(), suits);
        }
        return luck < 0.91 ? deal(own, ANY, suits) : deal(general, dice.chance(0.6) ? genre.name() : ANY, suits);
    }

    /** A reply that fits any comment. */
    Optional<Remark> reply(Predicate<Remark> suits) {
        return deal(dice.chance(0.3) ? own : general, REPLIES, suits);
    }

    private Optional<Remark> deal(TopicFile file, String genre, Predicate<Remark> suits) {
        List<Remark> remarks = file.remarks(genre);
        String name = (file.equals(own) ? "own " : "general ") + genre;
        return decks.computeIfAbsent(name, key -> new Deck<>(remarks, dice)).deal(suits);
    }
}
