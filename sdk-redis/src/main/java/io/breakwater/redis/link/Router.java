package io.breakwater.redis.link;

import io.breakwater.redis.RedisUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings commands to whoever has their keys. An error that says that a key is elsewhere, or on its way, says too that nothing was
 * executed: the command goes there, once.
 */
final class Router {

    private final Topology topology;
    private final LinkContext context;

    Router(Topology topology, LinkContext context) {
        this.topology = topology;
        this.context = context;
    }

    <T> Reply<@Nullable T> ask(byte[] key, Supplier<Call<T>> command) throws ErrorReply {
        Owner owner = ownerOf(key);
        try {
            return owner.ask(command.get());
        } catch (ErrorReply error) {
            Owner other = instead(owner, error);
            other.node().awaitFirstOutcome();
            return other.ask(command.get());
        }
    }

    /** All at once, with one timeout for all; and with another for all that go elsewhere then. */
    <T> void askAll(List<Attempt<T>> attempts) {
        attempts.forEach(attempt -> attempt.aim(this::ownerOf));
        round(attempts);
        List<Attempt<T>> again =
                attempts.stream().filter(attempt -> attempt.aimsElsewhere(this)).toList();
        if (!again.isEmpty()) {
            awaitFirstOutcomes(again);
            round(again);
        }
    }

    private <T> void round(List<Attempt<T>> attempts) {
        Departure together = new Departure();
        attempts.forEach(attempt -> attempt.send(together));
        together.leave();
        long sentAt = context.clock().nanos();
        attempts.forEach(attempt -> attempt.await(sentAt));
    }

    private <T> void awaitFirstOutcomes(List<Attempt<T>> attempts) {
        CompletableFuture<?>[] outcomes = attempts.stream()
                .map(attempt -> attempt.owner().node().firstOutcome())
                .distinct()
                .toArray(CompletableFuture[]::new);
        Waiting.briefly(CompletableFuture.allOf(outcomes), context.timeout());
    }

    /**
     * Who is asked after an error.
     *
     * @throws ErrorReply the same, if it sends nowhere
     */
    Owner instead(Owner asked, ErrorReply error) throws ErrorReply {
        if (error.is("TRYAGAIN")) {
            return asked;
        }
        Owner other = topology.redirected(asked, error);
        if (other == null) {
            throw error;
        }
        context.counters().redirects.increment();
        return other;
    }

    private Owner ownerOf(byte[] key) {
        try {
            return topology.ownerOf(key);
        } catch (RedisUnavailableException nobody) {
            context.counters().refusals.increment();
            throw nobody;
        }
    }
}
