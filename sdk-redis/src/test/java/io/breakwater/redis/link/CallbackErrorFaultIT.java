package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subscriber that throws an Error, as one does whose classes are incomplete: the subscription goes on. */
class CallbackErrorFaultIT {

    private static final List<byte[]> CHANNEL = List.of("a".getBytes(UTF_8));
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final Recorder told = new Recorder();
    private final RedisServer server = RedisSpec.disposable().start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void an_error_thrown_when_interrupted_does_not_end_the_subscription() {
        try (RedisLink link = RedisLink.open(server.uri(), TIMEOUT)) {
            var unused = link.subscribe(CHANNEL, new FailingAt("interrupted"));
            told.awaitCount("subscribed", 1);
            server.kill();
            server.start();
            told.awaitCount("subscribed", 2);
        }
    }

    @Test
    void an_error_thrown_when_subscribed_does_not_hide_a_later_silence() {
        try (RedisLink link = RedisLink.open(server.uri(), TIMEOUT)) {
            var unused = link.subscribe(CHANNEL, new FailingAt("subscribed"));
            told.awaitCount("subscribed", 1);
            server.pause();
            try {
                told.awaitCount("interrupted", 1);
            } finally {
                server.resume();
            }
        }
    }

    private final class FailingAt implements Subscriber {

        private final String event;

        FailingAt(String event) {
            this.event = event;
        }

        @Override
        public void subscribed(long generation) {
            told.subscribed(generation);
            failAt("subscribed");
        }

        @Override
        public void message(byte[] channel, byte[] message, long generation) {
            told.message(channel, message, generation);
        }

        @Override
        public void interrupted(long generation) {
            told.interrupted(generation);
            failAt("interrupted");
        }

        private void failAt(String happening) {
            if (happening.equals(event)) {
                throw new NoClassDefFoundError("of the subscriber");
            }
        }
    }
}
