package io.breakwater.devservices;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is done before the status line, and what after the headers. */
record LlmSteps(List<LlmStep> beforeHead, List<LlmStep> body) {

    static LlmSteps of(List<? extends LlmStep> body) {
        return new LlmSteps(List.of(), List.copyOf(body));
    }

    LlmSteps changed(LlmPlace place, UnaryOperator<List<LlmStep>> effect) {
        if (place.equals(LlmPlace.BEFORE_HEAD)) {
            return new LlmSteps(concat(beforeHead, effect.apply(List.of())), body);
        }
        int index = place.index().applyAsInt(body);
        List<LlmStep> rest = effect.apply(body.subList(index, body.size()));
        return new LlmSteps(beforeHead, concat(body.subList(0, index), rest));
    }

    static List<LlmStep> concat(List<LlmStep> first, List<LlmStep> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    static List<LlmStep> repeated(int count, Duration every, LlmStep step) {
        return IntStream.range(0, count)
                .boxed()
                .flatMap(i -> Stream.of(new LlmStep.Pause(every), step))
                .toList();
    }
}
