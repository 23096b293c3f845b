package io.breakwater.devservices;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** One step of an answer on the wire. */
sealed interface LlmStep {

    void on(LlmWire wire) throws IOException;

    enum Kind {
        TOKEN,
        OTHER
    }

    /** A part of the body: an event of a stream, or some characters of a plain body. */
    record Piece(String text, Kind kind) implements LlmStep {

        static Piece token(String text) {
            return new Piece(text, Kind.TOKEN);
        }

        static Piece other(String text) {
            return new Piece(text, Kind.OTHER);
        }

        @Override
        public void on(LlmWire wire) throws IOException {
            wire.body(text);
        }
    }

    /** Bytes outside of the body's framing. */
    record Raw(String text) implements LlmStep {
        @Override
        public void on(LlmWire wire) throws IOException {
            wire.raw(text);
        }
    }

    record Pause(Duration time) implements LlmStep {
        @Override
        public void on(LlmWire wire) throws IOException {
            wire.pause(time);
        }
    }

    record Hold(CountDownLatch latch) implements LlmStep {
        @Override
        public void on(LlmWire wire) throws IOException {
            wire.hold(latch);
        }
    }

    record Stall() implements LlmStep {
        @Override
        public void on(LlmWire wire) throws IOException {
            wire.hold(new CountDownLatch(1));
        }
    }

    record Cut() implements LlmStep {
        @Override
        public void on(LlmWire wire) throws IOException {
            wire.cut();
        }
    }

    record Reset() implements LlmStep {
        @Override
        public void on(LlmWire wire) throws IOException {
            wire.reset();
        }
    }
}
