package io.breakwater.devservices;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Function;

/** One client's connection: its requests one after the other, each answered before the next is read. */
final class LlmConnection implements Runnable {

    private static final int DRAIN_BYTES = 16 << 20;
    private static final int DRAIN_MILLIS = 1_000;

    private final Socket socket;
    private final long number;
    private final LlmService service;

    LlmConnection(Socket socket, long number, LlmService service) {
        this.socket = socket;
        this.number = number;
        this.service = service;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            serve(in, out);
        } catch (IOException gone) {
            return;
        }
    }

    private void serve(InputStream in, OutputStream out) throws IOException {
        HttpRequestReader reader = new HttpRequestReader(in, out);
        try {
            HttpRequestReader.Request request = reader.next();
            while (request != null) {
                answer(request, response -> new LlmWire(socket, in, out, response));
                request = request.isLast() ? null : reader.next();
            }
        } catch (LlmRefusal refusal) {
            new LlmWire(socket, in, out, service.refused(refusal.error())).write(true);
            drain(in);
        }
    }

    private void answer(HttpRequestReader.Request http, Function<LlmResponse, LlmWire> wire) throws IOException {
        LlmRequest request = service.arrived(http, number);
        LlmResponse response = service.answer(request);
        try {
            wire.apply(response).write(http.isLast());
        } catch (LlmWire.Severed ended) {
            throw ended;
        } catch (IOException gone) {
            if (!socket.isClosed()) {
                service.abandoned(request);
            }
            throw gone;
        }
    }

    /** A connection that closes on unread bytes is reset, and the client loses the answer. */
    private void drain(InputStream in) throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(DRAIN_MILLIS);
        in.skipNBytes(DRAIN_BYTES);
    }
}
