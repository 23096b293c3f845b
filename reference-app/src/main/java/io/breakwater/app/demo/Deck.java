package io.breakwater.app.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Cards that are all dealt once before any comes again. */
final class Deck<T> {
    private final List<T> cards;
    private final Dice dice;
    private int dealt;

    Deck(List<T> cards, Dice dice) {
        this.cards = new ArrayList<>(cards);
        this.dice = dice;
        shuffle();
    }

    T deal() {
        return deal(card -> true).orElseThrow(() -> new IllegalStateException("The deck has no cards"));
    }

    /** The next card that suits, or nothing when none of the whole deck does. */
    Optional<T> deal(Predicate<T> suits) {
        Optional<T> card = next(suits);
        if (card.isPresent()) {
            return card;
        }
        shuffle();
        return next(suits);
    }

    private Optional<T> next(Predicate<T> suits) {
        for (int i = dealt; i < cards.size(); i++) {
            if (suits.test(cards.get(i))) {
                Collections.swap(cards, i, dealt);
                return Optional.of(cards.get(dealt++));
            }
        }
        return Optional.empty();
    }

    private void shuffle() {
        for (int i = cards.size() - 1; i > 0; i--) {
            Collections.swap(cards, i, dice.below(i + 1));
        }
        dealt = 0;
    }
}
