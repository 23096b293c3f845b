package io.breakwater.devservices;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Text cut into tokens, the same ones every time: words with the space that follows. */
final class LlmTokens {

    private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*|\\s+");
    private static final int FRAGMENT = 8;

    private LlmTokens() {}

    static List<String> of(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).toList();
    }

    /** The arguments of a tool call; the first fragment may be empty, as the vendors' are. */
    static List<String> ofArguments(String json) {
        return json.isEmpty() ? List.of("") : chunks(json, FRAGMENT);
    }

    /** By code points: a piece is text by itself. */
    static List<String> chunks(String text, int size) {
        int[] points = text.codePoints().toArray();
        return IntStream.range(0, (points.length + size - 1) / size)
                .mapToObj(i -> new String(points, i * size, Math.min(size, points.length - i * size)))
                .toList();
    }
}
