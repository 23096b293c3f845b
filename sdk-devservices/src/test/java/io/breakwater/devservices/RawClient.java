package io.breakwater.devservices;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** One connection to a fake, with nothing between the test and the bytes. */
final class RawClient implements AutoCloseable {

    final Socket socket;
    private final InputStream in;
    private final Vendor vendor;

    /** Reads fail after 30 s: no test waits for ever. */
    RawClient(FakeLlm fake, Vendor vendor) throws IOException {
        this.vendor = vendor;
        socket = new Socket(FreePorts.LOCALHOST, URI.create(fake.baseUrl()).getPort());
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    record Answer(int status, Map<String, String> headers, String body) {

        JsonNode json() {
            return LlmJson.read(body);
        }
    }

    static Answer exchange(FakeLlm fake, Vendor vendor, JsonNode body) throws IOException {
        try (RawClient client = new RawClient(fake, vendor)) {
            client.post(body);
            return client.answer();
        }
    }

    void post(JsonNode body) throws IOException {
        post(vendor.path, vendor.headers, body.toString());
    }

    void post(String path, String headers, String body) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        send("POST " + path + " HTTP/1.1\r\nhost: fake\r\n" + headers + "content-length: " + length + "\r\n\r\n"
                + body);
    }

    void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
    }

    Answer answer() throws IOException {
        int status = Integer.parseInt(line().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        Map<String, String> headers = headers();
        boolean chunked = headers.containsKey("transfer-encoding");
        String body = chunked ? chunks() : exactly(Integer.parseInt(headers.get("content-length")));
        return new Answer(status, headers, body);
    }

    Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.put(
                    line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        return headers;
    }

    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("after: " + line);
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    /** The next chunk of a stream; empty for the last one. */
    String chunk() throws IOException {
        String chunk = exactly(Integer.parseInt(line(), 16));
        line();
        return chunk;
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
            body.append(chunk);
        }
        return body.toString();
    }

    private String exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("after: " + new String(bytes, StandardCharsets.UTF_8));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** All that comes until the connection ends. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
