package io.breakwater.cache;

import io.breakwater.cache.LaneView.Known;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisUnavailableException;
import io.breakwater.redis.link.Outcome;
import io.breakwater.redis.link.Reply;
import io.breakwater.redis.link.Script;
import io.breakwater.redis.link.ScriptCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks Redis in the history that this JVM knows of a cache. A reply that came by a newer connection counts for nothing, since what was
 * acknowledged before may be lost there: the lane is synced, and the question repeated.
 */
final class LaneScripts {

    private static final int MOST_ATTEMPTS = 4;

    private final Backplane backplane;
    private final Backplane.Member member;

    LaneScripts(Backplane backplane, Backplane.Member member) {
        this.backplane = backplane;
        this.member = member;
    }

    /**
     * One run of a script on a lane.
     *
     * @param lane which lane; its control and its log are the first keys
     * @param keys the other keys
     * @param arguments those after the ones that all scripts have
     */
    record Question(int lane, List<byte[]> keys, List<byte[]> arguments) {}

    /** What has become of a mutation: a reply, or a failure. */
    record Told(@Nullable Fields reply, @Nullable RedisException failure) {

        Fields orThrow() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(reply);
        }
    }

    /** What is known of a lane, learned anew if need be. */
    Known current(int lane) {
        LaneView view = member.view(lane);
        Known known = view.known();
        if (!known.isCurrent()) {
            backplane.sync(member, lane, known);
            known = view.known();
        }
        return known;
    }

    /** The reply to a command about a key of a lane. */
    <T extends @Nullable Object> Reply<T> reply(int lane, Supplier<Reply<T>> command) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Known known = current(lane);
            Reply<T> reply = command.get();
            if (reply.generation() == known.generation()) {
                return reply;
            }
            member.view(lane).outdated(known);
        }
        throw unsteady();
    }

    /** Runs a script that changes nothing for other nodes. */
    Fields ask(Script script, Question question) {
        Reply<List<@Nullable Object>> reply =
                reply(question.lane(), () -> backplane.link().run(script, keys(question), arguments(question, 0)));
        return heard(question.lane(), new Fields(reply.value()));
    }

    /** The same for several; null for those that failed. */
    List<@Nullable Fields> askAll(Script script, List<Question> questions) {
        List<ScriptCall> calls = questions.stream()
                .map(question -> new ScriptCall(keys(question), arguments(question, 0)))
                .toList();
        List<@Nullable Reply<List<@Nullable Object>>> replies = replies(
                questions.stream().map(Question::lane).toList(),
                () -> backplane.link().runAll(script, calls));
        List<@Nullable Fields> fields = new ArrayList<>(questions.size());
        for (int i = 0; i < questions.size(); i++) {
            Reply<List<@Nullable Object>> reply = replies.get(i);
            fields.add(reply == null ? null : heard(questions.get(i).lane(), new Fields(reply.value())));
        }
        return fields;
    }

    /** The replies to commands about keys of lanes, all sent at once; null for those that failed. */
    <T extends @Nullable Object> List<@Nullable Reply<T>> replies(
            List<Integer> lanes, Supplier<List<Outcome<T>>> commands) {
        List<@Nullable Reply<T>> replies = List.of();
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            List<@Nullable Known> known =
                    lanes.stream().map(this::currentOrNull).toList();
            replies = new ArrayList<>(lanes.size());
            boolean isSteady = true;
            List<Outcome<T>> outcomes = commands.get();
            for (int i = 0; i < lanes.size(); i++) {
                Reply<T> reply = outcomes.get(i).reply();
                boolean counts = reply == null || counts(lanes.get(i), known.get(i), reply);
                isSteady &= counts;
                replies.add(counts && known.get(i) != null ? reply : null);
            }
            if (isSteady) {
                return replies;
            }
        }
        return replies;
    }

    /** Whether a reply came by the connection that was known, if one was. */
    private boolean counts(int lane, @Nullable Known then, Reply<?> reply) {
        if (then == null || reply.generation() == then.generation()) {
            return true;
        }
        member.view(lane).outdated(then);
        return false;
    }

    /**
     * Runs a script that other nodes must know of.
     *
     * @throws RedisException if it was not acknowledged
     */
    Fields mutate(Script script, Question question) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Known known = current(question.lane());
            long count = backplane.nextMutation();
            Fields fields = acknowledged(
                    question.lane(),
                    known,
                    count,
                    backplane.link().run(script, keys(question), arguments(question, count)));
            if (fields != null) {
                return fields;
            }
        }
        throw unsteady();
    }

    /** The same for several at once. */
    List<Told> mutateAll(Script script, List<Question> questions) {
        List<@Nullable Known> known = questions.stream()
                .map(question -> currentOrNull(question.lane()))
                .toList();
        List<Long> counts =
                questions.stream().map(question -> backplane.nextMutation()).toList();
        List<ScriptCall> calls = new ArrayList<>(questions.size());
        for (int i = 0; i < questions.size(); i++) {
            calls.add(new ScriptCall(keys(questions.get(i)), arguments(questions.get(i), counts.get(i))));
        }
        List<Outcome<List<@Nullable Object>>> outcomes = backplane.link().runAll(script, calls);
        List<Told> told = new ArrayList<>(questions.size());
        for (int i = 0; i < questions.size(); i++) {
            told.add(told(script, questions.get(i), known.get(i), counts.get(i), outcomes.get(i)));
        }
        return told;
    }

    /** The same, or null while Redis does not answer. */
    @Nullable
    Known currentOrNull(int lane) {
        try {
            return current(lane);
        } catch (RedisException e) {
            return null;
        }
    }

    private Told told(
            Script script,
            Question question,
            @Nullable Known known,
            long count,
            Outcome<List<@Nullable Object>> outcome) {
        Reply<List<@Nullable Object>> reply = outcome.reply();
        if (reply == null) {
            return new Told(null, outcome.failure());
        }
        try {
            Fields fields = known == null ? null : acknowledged(question.lane(), known, count, reply);
            return new Told(fields == null ? mutate(script, question) : fields, null);
        } catch (RedisException e) {
            return new Told(null, e);
        }
    }

    /** The reply, or null if it acknowledges nothing: it came by another connection, or in another epoch. */
    private @Nullable Fields acknowledged(int lane, Known known, long count, Reply<List<@Nullable Object>> reply) {
        Fields fields = new Fields(reply.value());
        if (reply.generation() != known.generation()) {
            mistrust(lane, fields, known);
            return null;
        }
        Message.Place place = new Message.Place(fields.number(6), backplane.mutation(count));
        boolean counts = hear(lane, fields)
                && member.view(lane).acknowledged(fields.epoch(1), fields.number(5), place, reply.generation());
        return counts ? fields : null;
    }

    private void mistrust(int lane, Fields fields, Known known) {
        LaneView view = member.view(lane);
        if (view.isReissued(fields.epoch(1), fields.number(5))) {
            view.renew();
        } else {
            view.outdated(known);
        }
    }

    private Fields heard(int lane, Fields fields) {
        if (!hear(lane, fields)) {
            current(lane);
        }
        return fields;
    }

    private boolean hear(int lane, Fields fields) {
        return member.view(lane).hear(fields.epoch(1), fields.number(2), fields.number(3));
    }

    private List<byte[]> keys(Question question) {
        List<byte[]> keys = new ArrayList<>(2 + question.keys().size());
        keys.add(member.names().control(question.lane()));
        keys.add(member.names().log(question.lane()));
        keys.addAll(question.keys());
        return keys;
    }

    private List<byte[]> arguments(Question question, long mutation) {
        List<byte[]> arguments = backplane.arguments(member.name(), question.lane(), mutation);
        arguments.addAll(question.arguments());
        return arguments;
    }

    private RedisUnavailableException unsteady() {
        return new RedisUnavailableException(
                "The history of cache " + member.name() + " in Redis changes too often", true);
    }
}
