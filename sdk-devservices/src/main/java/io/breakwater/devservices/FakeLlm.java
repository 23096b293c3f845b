package io.breakwater.devservices;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider of language models that is none: it speaks OpenAI's chat completions or Anthropic's Messages over real HTTP/1.1 on
 * 127.0.0.1, plain or as a stream of events, answers what it is told to, and fails where it is told to.
 *
 * <p>Unless told otherwise it echoes the text of the last message. The same requests in the same order get the same answers: ids
 * count up, dates stand still, words are tokens. A request that the vendor would refuse gets the vendor's error (a key is missing:
 * 401; an unknown path or model: 404; a field is missing: 400; larger than 8 MiB: 413), and takes no reply from the script. Any key
 * and, unless said, any model will do.
 *
 * <p>All methods may be called by several threads, and while requests are under way. Each connection has a daemon thread named
 * {@code breakwater-llm-<port>-<number>}, at most 1,024 of them; they end with {@link #close()}.
 */
public final class FakeLlm implements AutoCloseable {

    private final int port = FreePorts.next();
    private final AtomicLong connections = new AtomicLong();
    private final LlmScript script = new LlmScript();
    private final LlmDialect dialect;
    private final LlmProvider provider;
    private final LlmService service;
    private @Nullable LlmListener listener;

    private FakeLlm(LlmDialect dialect) {
        this.dialect = dialect;
        this.provider = new LlmProvider(dialect, script);
        this.service = new LlmService(provider);
        start();
    }

    /**
     * Starts a provider that speaks OpenAI's chat completions, {@code POST /v1/chat/completions}.
     *
     * @return the running server; to be closed by the caller
     * @throws DevServicesException if it cannot be started
     */
    public static FakeLlm openAi() {
        return new FakeLlm(new OpenAiChat());
    }

    /**
     * Starts a provider that speaks Anthropic's Messages, {@code POST /v1/messages}.
     *
     * @return the running server; to be closed by the caller
     * @throws DevServicesException if it cannot be started
     */
    public static FakeLlm anthropic() {
        return new FakeLlm(new AnthropicMessages());
    }

    /**
     * What the vendor's clients call the base URL: with {@code /v1} for OpenAI, without for Anthropic. More of a path before the
     * {@code /v1} is accepted too. It stays the same when the server is started again.
     *
     * @return the URL, without a slash at its end
     */
    public String baseUrl() {
        return "http://127.0.0.1:" + port + dialect.basePath();
    }

    /**
     * Answers the next requests with these replies, one each, after those that wait already; then goes on as before.
     *
     * @param replies in their order
     */
    public void next(LlmReply... replies) {
        for (LlmReply reply : replies) {
            script.next(1, reply);
        }
    }

    /**
     * Answers so many next requests with this reply, after those that wait already; then goes on as before.
     *
     * @param times 1 to 100,000
     * @param reply the reply
     * @throws IllegalArgumentException if the number is out of range
     */
    public void next(int times, LlmReply reply) {
        Require.that(times >= 1 && times <= 100_000, "times", times, "1 to 100,000");
        script.next(times, reply);
    }

    /**
     * Answers all requests with these replies in turn, until told otherwise. Those of {@link #next(LlmReply...)} come first.
     *
     * @param first the first reply
     * @param more what takes turns with it
     */
    public void always(LlmReply first, LlmReply... more) {
        script.takeTurns(Stream.concat(Stream.of(first), Stream.of(more)).toList());
    }

    /**
     * Fails each second request, beginning with the next one, and echoes the others, until told otherwise.
     *
     * @param failing the reply to each second request
     */
    public void flap(LlmReply failing) {
        always(failing, LlmReply.echo());
    }

    /**
     * Answers each request by a rule, until told otherwise. Those of {@link #next(LlmReply...)} come first. A rule that throws
     * makes an error with status 500 that says so.
     *
     * @param rule called by the connections' threads, several at a time
     */
    public void respond(Function<? super LlmRequest, LlmReply> rule) {
        script.respond(rule);
    }

    /**
     * Knows these models alone; any other is an error with status 404.
     *
     * @param names the models; none for any
     */
    public void models(String... names) {
        provider.models(Set.of(names));
    }

    /**
     * The requests that arrived, in their order: the latest 10,000, or fewer if their bodies have more than 64 million
     * characters. What was no HTTP, or too large, is not among them.
     *
     * @return a copy
     */
    public List<LlmRequest> requests() {
        return service.requests().latest();
    }

    /**
     * Waits until so many requests have arrived since the fake was made.
     *
     * @param count how many
     * @param within how long to wait
     * @return as {@link #requests()}
     * @throws DevServicesException if they do not arrive in time, or the thread is interrupted
     */
    public List<LlmRequest> awaitRequests(int count, Duration within) {
        return service.requests().await(count, within);
    }

    /**
     * The requests whose client went away before it had the whole answer. Noticed within some 10 ms while the answer waits, and
     * otherwise when it is written.
     *
     * @return a copy, bounded as {@link #requests()}
     */
    public List<LlmRequest> abandoned() {
        return service.abandoned().latest();
    }

    /**
     * Waits until so many clients went away before they had the whole answer.
     *
     * @param count how many
     * @param within how long to wait
     * @return as {@link #abandoned()}
     * @throws DevServicesException if they do not go away in time, or the thread is interrupted
     */
    public List<LlmRequest> awaitAbandoned(int count, Duration within) {
        return service.abandoned().await(count, within);
    }

    /**
     * How many connections were opened to it.
     *
     * @return the number since the fake was made
     */
    public long connections() {
        return connections.get();
    }

    /**
     * Closes all connections, idle ones too, and refuses new ones. The script and the log stay.
     */
    public synchronized void kill() {
        if (listener != null) {
            listener.close();
            listener = null;
        }
    }

    /**
     * Listens again, on the same port. Does nothing if it listens already.
     *
     * @throws DevServicesException if the port was taken meanwhile
     */
    public synchronized void start() {
        if (listener == null) {
            listener = LlmListener.open(port, service, connections);
        }
    }

    /** Ends it, with all its connections and threads. The log can still be read. May be called again. */
    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return baseUrl();
    }
}
