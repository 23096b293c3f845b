package io.breakwater.devservices;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One direction of one connection: what was read from its source and waits to be written to its destination. */
final class ProxyFlow {

    private static final long NEVER = Long.MAX_VALUE;

    /** What a chunk takes up beside its bytes: a flood of tiny ones is bounded too. */
    private static final int CHUNK = 128;

    private final ProxyConnection connection;
    private final Direction direction;
    private final Lane lane;
    private final SocketChannel source;
    private final SocketChannel destination;
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean sourceEnded;
    private boolean swallows;
    private boolean ended;
    private boolean holed;
    private boolean destinationFull;
    private long wakesAt = NEVER;

    ProxyFlow(
            ProxyConnection connection,
            Direction direction,
            Lane lane,
            SocketChannel source,
            SocketChannel destination) {
        this.connection = connection;
        this.direction = direction;
        this.lane = lane;
        this.source = source;
        this.destination = destination;
    }

    boolean wantsToRead() {
        return !sourceEnded && !lane.frozen() && (swallows || lane.drops() || waitingBytes < lane.window());
    }

    boolean wantsToWrite() {
        return destinationFull && !lane.frozen();
    }

    /** Whether nothing will pass any more. */
    boolean ended() {
        return ended;
    }

    /** Whether something was dropped that TCP would have delivered. */
    boolean holed() {
        return holed;
    }

    /** Passes nothing any more, and reads on as if somebody received it. */
    void swallow() {
        waiting.clear();
        waitingBytes = 0;
        swallows = true;
        destinationFull = false;
        ended = sourceEnded;
    }

    /** Its source is gone, and nobody is told. */
    void abandon() {
        sourceEnded = true;
        swallow();
    }

    void read(ByteBuffer buffer) {
        int count;
        try {
            count = source.read(buffer);
        } catch (IOException e) {
            end(Chunk.Kind.RST);
            return;
        }
        if (count < 0) {
            end(Chunk.Kind.FIN);
        } else if (count > 0) {
            arrived(buffer.flip());
        }
    }

    private void arrived(ByteBuffer bytes) {
        if (swallows) {
            return;
        }
        if (lane.drops()) {
            holed = true;
            return;
        }
        waitingBytes += CHUNK + bytes.remaining();
        waiting.add(Chunk.copyOf(bytes, due()));
    }

    /** The source sends nothing more, or its connection was reset. */
    void end(Chunk.Kind kind) {
        sourceEnded = true;
        if (swallows) {
            ended = true;
        } else if (lane.drops()) {
            holed = true;
        } else {
            waiting.add(Chunk.end(kind, due()));
        }
    }

    /** In order: not before what arrived earlier. */
    private long due() {
        long due = lane.due(System.nanoTime());
        Chunk last = waiting.peekLast();
        return last == null || due - last.due() > 0 ? due : last.due();
    }

    /** Passes on what may pass now. */
    void pass() {
        destinationFull = false;
        if (lane.frozen()) {
            return;
        }
        long now = System.nanoTime();
        while (!destinationFull && mayPass(waiting.peek(), now)) {
            passOn(waiting.element(), now);
        }
    }

    private boolean mayPass(@Nullable Chunk next, long now) {
        if (next == null) {
            return false;
        }
        boolean newTurn = next.kind() == Chunk.Kind.DATA && !connection.speaks(direction);
        long wait = lane.untilPassing(next.due(), newTurn, now);
        if (wait > 0 && wait != Lane.UNTIL_TOLD) {
            passAgainAt(now + wait);
        }
        return wait == 0;
    }

    private void passAgainAt(long time) {
        if (time < wakesAt) {
            wakesAt = time;
            connection.advanceAt(time, () -> wokenAt(time));
        }
    }

    private void wokenAt(long time) {
        if (wakesAt == time) {
            wakesAt = NEVER;
        }
    }

    private void passOn(Chunk next, long now) {
        try {
            switch (next.kind()) {
                case DATA -> write(next.bytes(), now);
                case FIN -> finish();
                case RST -> connection.reset();
            }
        } catch (IOException e) {
            connection.lostDestination(direction);
        }
    }

    private void finish() throws IOException {
        waiting.remove();
        ended = true;
        destination.shutdownOutput();
    }

    private void write(ByteBuffer bytes, long now) throws IOException {
        int end = bytes.limit();
        bytes.limit(bytes.position() + lane.limit(bytes.remaining()));
        int count = destination.write(bytes);
        destinationFull = bytes.hasRemaining();
        bytes.limit(end);
        if (count > 0) {
            waitingBytes -= count;
            lane.passed(count, !connection.speaks(direction), now);
            connection.spoke(direction);
        }
        if (!bytes.hasRemaining()) {
            waitingBytes -= CHUNK;
            waiting.remove();
        }
    }
}
