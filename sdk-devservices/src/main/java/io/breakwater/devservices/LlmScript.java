package io.breakwater.devservices;

import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Which reply a request gets: the next of the queue, or else what the steady rule says. */
final class LlmScript {

    private final Queue<LlmReply> next = new ConcurrentLinkedQueue<>();
    private volatile Function<? super LlmRequest, LlmReply> steady = request -> LlmReply.echo();

    void next(int times, LlmReply reply) {
        next.addAll(Collections.nCopies(times, reply));
    }

    void takeTurns(List<LlmReply> replies) {
        AtomicLong turn = new AtomicLong();
        steady = request -> replies.get((int) (turn.getAndIncrement() % replies.size()));
    }

    void respond(Function<? super LlmRequest, LlmReply> rule) {
        steady = rule;
    }

    /** A rule that fails is the fake's own trouble, and seen as such. */
    LlmReply replyTo(LlmRequest request) {
        LlmReply queued = next.poll();
        if (queued != null) {
            return queued;
        }
        try {
            return steady.apply(request);
        } catch (RuntimeException e) {
            return LlmReply.error(500, "rule_failed", "The rule of the fake failed: " + e);
        }
    }
}
