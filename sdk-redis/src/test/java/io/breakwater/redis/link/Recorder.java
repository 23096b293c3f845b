package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a subscription or a watch tells, in order. */
final class Recorder implements Subscriber, KeyWatcher {

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<Long> generations = new CopyOnWriteArrayList<>();

    List<String> events() {
        return events;
    }

    /** The generation of each event. */
    List<Long> generations() {
        return generations;
    }

    long count(String event) {
        return events.stream().filter(event::equals).count();
    }

    void awaitCount(String event, long count) {
        Awaiting.until(count + " times '" + event + "' in " + events, () -> count(event) >= count);
    }

    @Override
    public void subscribed(long generation) {
        note("subscribed", generation);
    }

    @Override
    public void message(byte[] channel, byte[] message, long generation) {
        note(new String(channel, UTF_8) + "=" + new String(message, UTF_8), generation);
    }

    @Override
    public void watching(long generation) {
        note("watching", generation);
    }

    @Override
    public void changed(byte[] key, long generation) {
        note("changed " + new String(key, UTF_8), generation);
    }

    @Override
    public void flushed(long generation) {
        note("flushed", generation);
    }

    @Override
    public void interrupted(long generation) {
        note("interrupted", generation);
    }

    private synchronized void note(String event, long generation) {
        generations.add(generation);
        events.add(event);
    }
}
