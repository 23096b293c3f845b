package io.breakwater.devservices;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** A place in an answer: the number of steps of the body that come before it. */
record LlmPlace(String name, ToIntFunction<List<LlmStep>> index) {

    static final LlmPlace BEFORE_HEAD = new LlmPlace("before the head", body -> 0);
    static final LlmPlace AFTER_HEAD = new LlmPlace("after the head", body -> 0);
    static final LlmPlace BEFORE_END = new LlmPlace("before the end", LlmPlace::lastPiece);

    static LlmPlace afterEvents(int count) {
        return new LlmPlace("after " + count + " events", body -> after(count, body, LlmStep.Piece.class::isInstance));
    }

    static LlmPlace afterTokens(int count) {
        return new LlmPlace(
                "after " + count + " tokens",
                body -> count == 0 ? firstToken(body) : after(count, body, LlmPlace::isToken));
    }

    private static int after(int count, List<LlmStep> body, Predicate<LlmStep> counts) {
        int left = count;
        int index = 0;
        while (left > 0 && index < body.size()) {
            if (counts.test(body.get(index))) {
                left--;
            }
            index++;
        }
        return index;
    }

    private static int firstToken(List<LlmStep> body) {
        int index = 0;
        while (index < body.size() && !isToken(body.get(index))) {
            index++;
        }
        return index;
    }

    private static int lastPiece(List<LlmStep> body) {
        int index = body.size() - 1;
        while (index > 0 && !(body.get(index) instanceof LlmStep.Piece)) {
            index--;
        }
        return Math.max(0, index);
    }

    private static boolean isToken(LlmStep step) {
        return step instanceof LlmStep.Piece piece && piece.kind() == LlmStep.Kind.TOKEN;
    }
}
