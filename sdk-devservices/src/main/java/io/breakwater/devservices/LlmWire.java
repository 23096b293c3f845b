package io.breakwater.devservices;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Writes one answer to a connection, and notices while it waits that the client has gone. */
final class LlmWire {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SHORTEST_READ_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final LlmResponse response;

    /** The stream that is read from must support marks: what a client sends ahead stays where it is. */
    LlmWire(Socket socket, InputStream in, OutputStream out, LlmResponse response) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.response = response;
    }

    /** The script itself ended the connection. */
    static final class Severed extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Writes all of it.
     *
     * @throws Severed if the script ends the connection
     * @throws IOException if the client has gone
     */
    void write(boolean last) throws IOException {
        for (LlmStep step : response.steps().beforeHead()) {
            step.on(this);
        }
        raw(response.head(last));
        if (response.chunked()) {
            out.flush();
        }
        for (LlmStep step : response.steps().body()) {
            step.on(this);
        }
        if (response.chunked()) {
            raw("0\r\n\r\n");
        }
        out.flush();
    }

    void body(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int most = response.fragment() == 0 ? Math.max(1, bytes.length) : response.fragment();
        for (int from = 0; from < bytes.length; from += most) {
            if (!response.pace().isZero()) {
                pause(response.pace());
            }
            fragment(bytes, from, Math.min(most, bytes.length - from));
        }
    }

    private void fragment(byte[] bytes, int from, int length) throws IOException {
        if (response.chunked()) {
            raw(Integer.toHexString(length) + "\r\n");
        }
        out.write(bytes, from, length);
        if (response.chunked()) {
            raw("\r\n");
        }
        if (response.eachPieceByItself()) {
            out.flush();
        }
    }

    void raw(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    void pause(Duration time) throws IOException {
        out.flush();
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            await(Math.min(left, LOOK_EVERY_NANOS));
        }
    }

    void hold(CountDownLatch latch) throws IOException {
        out.flush();
        while (latch.getCount() > 0) {
            await(LOOK_EVERY_NANOS);
        }
    }

    void cut() throws IOException {
        out.flush();
        throw new Severed();
    }

    void reset() throws IOException {
        out.flush();
        socket.setSoLinger(true, 0);
        throw new Severed();
    }

    /** A read is the only way to learn that the other side has closed; but not past what a client has sent ahead. */
    private void await(long nanos) throws IOException {
        if (nanos < SHORTEST_READ_NANOS || in.available() > 0) {
            LockSupport.parkNanos(nanos);
            if (socket.isClosed()) {
                throw new EOFException("closed by the fake");
            }
        } else {
            awaitByRead((int) TimeUnit.NANOSECONDS.toMillis(nanos));
        }
    }

    private void awaitByRead(int millis) throws IOException {
        socket.setSoTimeout(millis);
        in.mark(1);
        try {
            if (in.read() < 0) {
                throw new EOFException("the client has gone");
            }
            in.reset();
        } catch (SocketTimeoutException stillThere) {
            return;
        } finally {
            socket.setSoTimeout(0);
        }
    }
}
