package io.breakwater.dbrouting;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes the elements of a list in turn. The list may change from call to call. */
final class RoundRobin {

    private final AtomicInteger turn = new AtomicInteger();

    <T> T next(List<T> choices) {
        return choices.get(Math.floorMod(turn.getAndIncrement(), choices.size()));
    }
}
