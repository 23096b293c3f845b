package io.breakwater.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoForumTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final DemoForum FORUM = DemoForum.generate(42, NOW);
    private static final String NAME = "[a-z0-9_]{3,20}";

    @Test
    void hasExactlyThePromisedSize() {
        assertThat(FORUM.users()).hasSize(300);
        assertThat(FORUM.communities()).hasSize(20);
        assertThat(FORUM.posts()).hasSize(2_000);
        assertThat(FORUM.comments()).hasSize(10_000);
    }

    @Test
    void numbersAreIndexes() {
        assertThat(FORUM.users()).extracting(DemoUser::number).isEqualTo(numbers(300));
        assertThat(FORUM.communities()).extracting(DemoCommunity::number).isEqualTo(numbers(20));
        assertThat(FORUM.posts()).extracting(DemoPost::number).isEqualTo(numbers(2_000));
        assertThat(FORUM.comments()).extracting(DemoComment::number).isEqualTo(numbers(10_000));
    }

    @Test
    void theSameSeedGivesTheSameForum() {
        assertThat(DemoForum.generate(42, NOW)).isEqualTo(FORUM);
    }

    @Test
    void anotherSeedGivesAnotherForum() {
        assertThat(DemoForum.generate(43, NOW).posts()).isNotEqualTo(FORUM.posts());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, -1, Long.MAX_VALUE})
    void anySeedFillsTheForum(long seed) {
        DemoForum forum = DemoForum.generate(seed, NOW);
        assertThat(forum.posts()).hasSize(2_000);
        assertThat(forum.comments()).hasSize(10_000);
        assertThat(texts(forum)).noneMatch(text -> text.contains("{") || text.contains("}") || text.contains("@if"));
    }

    @Test
    void anotherNowOnlyMovesTheTimes() {
        Instant later = NOW.plus(Duration.ofDays(400));
        DemoForum moved = DemoForum.generate(42, later);
        assertThat(moved.posts()).extracting(DemoPost::title).isEqualTo(titles());
        assertThat(moved.posts().get(0).createdAt())
                .isEqualTo(FORUM.posts().get(0).createdAt().plus(Duration.ofDays(400)));
    }

    @Test
    void usersKeepToTheLimits() {
        assertThat(FORUM.users()).allSatisfy(user -> {
            assertThat(user.username()).matches(NAME);
            assertThat(user.displayName()).isNotBlank().hasSizeLessThanOrEqualTo(50);
            assertThat(user.bio()).hasSizeLessThanOrEqualTo(500);
        });
        assertThat(FORUM.users()).extracting(DemoUser::username).doesNotHaveDuplicates();
    }

    @Test
    void communitiesKeepToTheLimits() {
        assertThat(FORUM.communities()).allSatisfy(community -> {
            assertThat(community.name()).matches(NAME);
            assertThat(community.title()).isNotBlank().hasSizeLessThanOrEqualTo(100);
            assertThat(community.description()).isNotBlank().hasSizeLessThanOrEqualTo(1_000);
            assertThat(community.rules()).isNotBlank().hasSizeLessThanOrEqualTo(5_000);
            assertThat(community.owner()).isBetween(0, 299);
        });
        assertThat(FORUM.communities()).extracting(DemoCommunity::name).doesNotHaveDuplicates();
    }

    @Test
    void postsKeepToTheLimits() {
        assertThat(FORUM.posts()).allSatisfy(post -> {
            assertThat(post.title()).isNotBlank().hasSizeLessThanOrEqualTo(300);
            assertThat(post.body()).isNotBlank().hasSizeLessThanOrEqualTo(40_000);
            assertThat(post.author()).isBetween(0, 299);
            assertThat(post.community()).isBetween(0, 19);
            assertThat(post.views()).isGreaterThan(post.score());
        });
    }

    @Test
    void commentsKeepToTheLimits() {
        assertThat(FORUM.comments()).allSatisfy(comment -> {
            assertThat(comment.body()).isNotBlank().hasSizeLessThanOrEqualTo(10_000);
            assertThat(comment.author()).isBetween(0, 299);
            assertThat(comment.post()).isBetween(0, 1_999);
            assertThat(comment.depth()).isBetween(1, 6);
        });
    }

    @Test
    void nothingIsLeftUnfilled() {
        assertThat(texts(FORUM))
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain("{", "}", "[", "]", "|", "@if", "@op", "@up", "\\n", " ,", " .")
                        .isEqualTo(text.strip()));
    }

    @Test
    void postsAreOfTheLast90DaysAndMostlyRecent() {
        assertThat(FORUM.posts()).isSortedAccordingTo(Comparator.comparing(DemoPost::createdAt));
        assertThat(FORUM.posts())
                .extracting(DemoPost::createdAt)
                .allMatch(time -> time.isBefore(NOW) && !time.isBefore(NOW.minus(Duration.ofDays(90))));
        Instant middle = NOW.minus(Duration.ofDays(45));
        assertThat(FORUM.posts().stream().filter(post -> post.createdAt().isAfter(middle)))
                .hasSizeGreaterThan(1_200);
    }

    @Test
    void commentsComeAfterWhatTheyAnswer() {
        assertThat(FORUM.comments()).isSortedAccordingTo(Comparator.comparing(DemoComment::createdAt));
        assertThat(FORUM.comments()).allSatisfy(comment -> {
            assertThat(comment.createdAt()).isBeforeOrEqualTo(NOW);
            assertThat(comment.createdAt())
                    .isAfter(FORUM.posts().get(comment.post()).createdAt());
        });
    }

    @Test
    void parentsAreEarlierCommentsOfTheSamePost() {
        assertThat(FORUM.comments()).allSatisfy(comment -> {
            Integer parent = comment.parent();
            if (parent == null) {
                assertThat(comment.depth()).isEqualTo(1);
                return;
            }
            DemoComment answered = FORUM.comments().get(parent);
            assertThat(parent).isLessThan(comment.number());
            assertThat(answered.post()).isEqualTo(comment.post());
            assertThat(answered.depth()).isEqualTo(comment.depth() - 1);
            assertThat(answered.createdAt()).isBefore(comment.createdAt());
            assertThat(answered.author()).isNotEqualTo(comment.author());
        });
    }

    @Test
    void titlesDiffer() {
        assertThat(counts(titles()))
                .allSatisfy((title, count) -> assertThat(count).isLessThanOrEqualTo(3));
        assertThat(titles().stream().distinct()).hasSizeGreaterThanOrEqualTo(1_700);
    }

    @Test
    void commentsDiffer() {
        List<String> bodies = FORUM.comments().stream().map(DemoComment::body).toList();
        assertThat(counts(bodies)).allSatisfy((body, count) -> assertThat(count).isLessThanOrEqualTo(8));
    }

    @Test
    void communitiesAreOfVeryDifferentSize() {
        Map<Integer, Integer> sizes = counts(FORUM.posts(), DemoPost::community);
        assertThat(sizes).hasSize(20);
        assertThat(Collections.min(sizes.values())).isGreaterThanOrEqualTo(20);
        assertThat(sizes.get(0)).isEqualTo(Collections.max(sizes.values())).isBetween(200, 500);
    }

    @Test
    void fewPostsDrawMostOfTheTalk() {
        Map<Integer, Integer> lengths = counts(FORUM.comments(), DemoComment::post);
        long quiet =
                2_000 - lengths.values().stream().filter(length -> length > 3).count();
        assertThat(quiet).isGreaterThan(1_000);
        assertThat(lengths.values()).anyMatch(length -> length >= 80);
    }

    @Test
    void scoresHaveAHeavyTailAndAFewAreNegative() {
        List<Integer> scores =
                FORUM.posts().stream().map(DemoPost::score).sorted().toList();
        assertThat(scores.get(0)).isNegative();
        assertThat(scores.stream().filter(score -> score < 0).count()).isCloseTo(60L, within(40L));
        assertThat(scores.get(1_000)).isLessThan(20);
        assertThat(scores.get(1_999)).isGreaterThan(500);
    }

    @Test
    void aFewUsersSpeakOften() {
        List<Integer> counts = counts(FORUM.comments(), DemoComment::author).values().stream()
                .sorted(Comparator.reverseOrder())
                .toList();
        assertThat(counts).hasSizeGreaterThan(250);
        assertThat(counts.get(0)).isGreaterThan(100);
    }

    private static List<String> titles() {
        return FORUM.posts().stream().map(DemoPost::title).toList();
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static Map<String, Integer> counts(List<String> texts) {
        return counts(texts, Function.identity());
    }

    private static <T, K> Map<K, Integer> counts(List<T> list, Function<T, K> key) {
        return list.stream().collect(Collectors.groupingBy(key, Collectors.summingInt(item -> 1)));
    }

    private static Stream<String> texts(DemoForum forum) {
        return Stream.of(
                        forum.users().stream().flatMap(user -> Stream.of(user.displayName(), user.bio())),
                        forum.communities().stream()
                                .flatMap(place -> Stream.of(place.title(), place.description(), place.rules())),
                        forum.posts().stream().flatMap(post -> Stream.of(post.title(), post.body())),
                        forum.comments().stream().map(DemoComment::body))
                .flatMap(Function.identity());
    }
}
