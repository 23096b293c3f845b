package io.breakwater.app.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes a forum: first who is there, then what is posted, then what is said about it. */
final class ForumWriter {
    private static final int USERS = 300;
    private static final int POSTS = 2_000;
    private static final int COMMENTS = 10_000;
    private static final int SAME_TITLE = 1;
    private static final int SAME_COMMENT = 5;
    private static final int PATIENCE = 100 * COMMENTS;
    private static final double COMMUNITY_EXPONENT = 0.65;

    private final Dice dice;
    private final Timeline timeline;
    private final Applause applause;
    private final TopicFile general = TopicFile.read("general.txt");
    private final List<TopicFile> topics = TopicFile.lines("communities.txt").stream()
            .map(name -> TopicFile.read("communities/" + name + ".txt"))
            .toList();
    private final Crowd crowd;
    private final List<Repertoire> repertoires = new ArrayList<>();
    private final List<PostWriter> postWriters = new ArrayList<>();

    ForumWriter(Dice dice, Instant now) {
        this.dice = dice;
        this.timeline = new Timeline(now, dice.split());
        this.applause = new Applause(dice.split());
        this.crowd = new Crowd(
                USERS, topics.stream().map(topic -> topic.fact("name")).toList(), dice.split());
        topics.forEach(this::hire);
    }

    private void hire(TopicFile topic) {
        Glossary glossary = new Glossary(dice.split(), List.of(topic, general));
        postWriters.add(new PostWriter(topic, glossary));
        repertoires.add(new Repertoire(topic, general, dice.split()));
    }

    DemoForum write() {
        List<DemoCommunity> communities = communities();
        List<Draft> drafts = drafts();
        List<List<Note>> threads =
                discussions(drafts).stream().map(Discussion::notes).toList();
        List<DemoPost> posts = posts(drafts, threads);
        return new DemoForum(crowd.users(), communities, posts, comments(threads, posts));
    }

    private List<DemoCommunity> communities() {
        Set<Integer> owners = new LinkedHashSet<>();
        return IntStream.range(0, topics.size())
                .mapToObj(number -> community(number, topics.get(number), owners))
                .toList();
    }

    private DemoCommunity community(int number, TopicFile topic, Set<Integer> owners) {
        int owner = crowd.owner(number, owners);
        owners.add(owner);
        return new DemoCommunity(
                number, topic.fact("name"), topic.fact("title"), topic.fact("description"), topic.fact("rule"), owner);
    }

    private List<Draft> drafts() {
        Ledger titles = new Ledger(SAME_TITLE);
        Deck<Integer> places = new Deck<>(places(), dice);
        return timeline.posts(POSTS).stream()
                .map(time -> draft(places.deal(), titles, time))
                .toList();
    }

    /** The community of each post, in no order. */
    private List<Integer> places() {
        int[] sizes = Zipf.ranks(topics.size(), COMMUNITY_EXPONENT).shares(POSTS);
        return IntStream.range(0, sizes.length)
                .boxed()
                .flatMap(community -> IntStream.range(0, sizes[community]).mapToObj(i -> community))
                .toList();
    }

    private Draft draft(int community, Ledger titles, Instant time) {
        PostWriter.Words words = postWriters.get(community).write(titles);
        int author = crowd.speaker(community, user -> true);
        return new Draft(community, author, words.genre(), words.scene(), words.title(), words.body(), time);
    }

    private List<Discussion> discussions(List<Draft> drafts) {
        Ledger bodies = new Ledger(SAME_COMMENT);
        List<Discussion> discussions = new ArrayList<>();
        for (Draft draft : drafts) {
            Repertoire repertoire = repertoires.get(draft.community());
            discussions.add(new Discussion(discussions.size(), draft, repertoire, crowd, timeline, bodies));
        }
        talk(discussions, Zipf.of(drafts.stream().mapToDouble(this::appeal).toArray()));
        return discussions;
    }

    /** Comment by comment, where heat and luck lead and while there is something to say. */
    private void talk(List<Discussion> discussions, Zipf appeal) {
        int said = 0;
        for (int i = 0; said < COMMENTS; i++) {
            Discussion discussion = discussions.get(appeal.pick(dice));
            said += !discussion.isOver() && discussion.grow() ? 1 : 0;
            if (i > PATIENCE) {
                throw new IllegalStateException("After " + said + " comments there is nothing more to say");
            }
        }
    }

    private double appeal(Draft draft) {
        return draft.genre().heat() * (dice.pareto(1.1) - 0.9) * timeline.ripeness(draft.createdAt());
    }

    private List<DemoPost> posts(List<Draft> drafts, List<List<Note>> threads) {
        return IntStream.range(0, POSTS)
                .mapToObj(number ->
                        post(number, drafts.get(number), threads.get(number).size()))
                .toList();
    }

    private DemoPost post(int number, Draft draft, int comments) {
        int score = applause.post(comments);
        int views = applause.views(score, comments);
        return new DemoPost(
                number,
                draft.community(),
                draft.author(),
                draft.title(),
                draft.body(),
                score,
                views,
                draft.createdAt());
    }

    private List<DemoComment> comments(List<List<Note>> threads, List<DemoPost> posts) {
        List<Note> notes = threads.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Note::createdAt))
                .toList();
        IdentityHashMap<Note, Integer> numbers = new IdentityHashMap<>();
        notes.forEach(note -> numbers.put(note, numbers.size()));
        return notes.stream()
                .map(note -> comment(note, posts.get(note.post()).score(), numbers))
                .toList();
    }

    private DemoComment comment(Note note, int postScore, IdentityHashMap<Note, Integer> numbers) {
        Integer parent = note.parent() == null ? null : numbers.get(note.parent());
        return new DemoComment(
                numbers.getOrDefault(note, 0),
                note.post(),
                parent,
                note.author(),
                note.body(),
                applause.comment(note.depth(), postScore),
                note.createdAt(),
                note.depth());
    }
}
