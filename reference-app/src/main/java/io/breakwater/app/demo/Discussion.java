package io.breakwater.app.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The thread of one post while it grows. */
final class Discussion {
    static final int DEEPEST = 6;

    private static final int LONGEST = 120;
    private static final int ATTEMPTS = 24;
    private static final double SMALL_TALK = 0.25;
    private static final double SMALL_TALK_OF_MANY = 0.4;
    private static final int SHORTEST_SENTENCE = 18;
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+");
    private static final Duration COMMENT_PACE = Duration.ofMinutes(12);
    private static final Duration REPLY_PACE = Duration.ofMinutes(4);

    private final int post;
    private final Draft draft;
    private final Repertoire repertoire;
    private final Crowd crowd;
    private final Timeline timeline;
    private final Ledger ledger;
    private final Dice dice;
    private final List<Note> notes = new ArrayList<>();
    private final Set<String> sentences = new HashSet<>();
    private final Map<Remark, Integer> uses = new HashMap<>();
    private final Map<Remark, Boolean> fitting = new HashMap<>();
    private final String said;
    private int smallTalk;
    private boolean over;

    Discussion(int post, Draft draft, Repertoire repertoire, Crowd crowd, Timeline timeline, Ledger ledger) {
        this.post = post;
        this.draft = draft;
        this.repertoire = repertoire;
        this.crowd = crowd;
        this.timeline = timeline;
        this.ledger = ledger;
        this.dice = draft.scene().dice();
        this.said = draft.title() + " " + draft.body();
        sentences.addAll(sentences(said));
    }

    List<Note> notes() {
        return notes;
    }

    /** One comment more, unless all has been said. */
    boolean grow() {
        boolean grown = notes.size() < LONGEST && speak();
        over |= !grown;
        return grown;
    }

    boolean isOver() {
        return over;
    }

    private boolean speak() {
        double luck = dice.fraction();
        if (luck < 0.45) {
            return comment() || reply() || smallTalk();
        }
        return luck < 0.92 ? reply() || comment() || smallTalk() : smallTalk() || comment() || reply();
    }

    private boolean comment() {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Remark> remark = repertoire.comment(draft.genre(), this::suits);
            if (remark.isPresent() && say(null, remark.get())) {
                return true;
            }
        }
        return false;
    }

    private boolean reply() {
        List<Note> open = notes.stream()
                .filter(note -> note.depth() < DEEPEST && !note.openReplies().isEmpty())
                .toList();
        if (open.isEmpty()) {
            return false;
        }
        Note parent = dice.pick(open);
        Remark remark =
                parent.openReplies().remove(dice.below(parent.openReplies().size()));
        return (use(remark) < remark.text().wear() && say(parent, remark)) || reply();
    }

    private boolean smallTalk() {
        double bearable = draft.genre().isOpenEnded() ? SMALL_TALK_OF_MANY : SMALL_TALK;
        if (smallTalk > notes.size() * bearable) {
            return false;
        }
        List<Note> open = notes.stream()
                .filter(note -> note.depth() < DEEPEST && note.isOpenToSmallTalk())
                .toList();
        for (int i = 0; i < ATTEMPTS && !open.isEmpty(); i++) {
            Optional<Remark> remark = repertoire.reply(reply -> use(reply) < 1);
            if (remark.isPresent() && say(dice.pick(open), remark.get())) {
                smallTalk++;
                return true;
            }
        }
        return false;
    }

    private boolean suits(Remark remark) {
        boolean own = draft.genre().remarks().contains(remark);
        return use(remark) < (own && draft.genre().isOpenEnded() ? remark.text().wear() : 1)
                && fitting.computeIfAbsent(remark, unknown -> fits(unknown.text(), own));
    }

    private boolean fits(Template text, boolean own) {
        boolean free = !own || draft.genre().isOpenEnded();
        return text.isCuedBy(said) && (free || draft.scene().keepsToSubject(text));
    }

    private int use(Remark remark) {
        return uses.getOrDefault(remark, 0);
    }

    private boolean say(@Nullable Note parent, Remark remark) {
        Scene scene = (parent == null ? draft.scene() : parent.scene()).within();
        String body = remark.text().fill(scene);
        if (!ledger.admits(body) || sentences(body).stream().anyMatch(sentences::contains)) {
            return false;
        }
        ledger.enter(body);
        sentences.addAll(sentences(body));
        uses.merge(remark, 1, Integer::sum);
        notes.add(note(parent, scene, remark, body));
        return true;
    }

    private Note note(@Nullable Note parent, Scene scene, Remark remark, String body) {
        if (parent == null) {
            return new Note(
                    post,
                    null,
                    author(null, remark),
                    scene,
                    remark,
                    body,
                    timeline.answer(draft.createdAt(), COMMENT_PACE));
        }
        parent.markAnswered();
        return new Note(
                post,
                parent,
                author(parent, remark),
                scene,
                remark,
                body,
                timeline.answer(parent.createdAt(), REPLY_PACE));
    }

    private int author(@Nullable Note parent, Remark remark) {
        return switch (remark.speaker()) {
            case POSTER -> draft.author();
            case BACK ->
                parent == null || parent.parent() == null
                        ? draft.author()
                        : parent.parent().author();
            case ANYBODY -> parent == null ? newcomer() : listener(parent);
        };
    }

    /** Nobody answers a post twice, as long as there is somebody else. */
    private int newcomer() {
        Set<Integer> heard = new HashSet<>(List.of(draft.author()));
        notes.stream().filter(note -> note.depth() == 1).forEach(note -> heard.add(note.author()));
        return crowd.speaker(draft.community(), user -> !heard.contains(user));
    }

    private int listener(Note parent) {
        return crowd.speaker(draft.community(), user -> user != parent.author() && user != draft.author());
    }

    private static List<String> sentences(String text) {
        return SENTENCE_END
                .splitAsStream(text)
                .filter(sentence -> sentence.length() >= SHORTEST_SENTENCE)
                .toList();
    }
}
