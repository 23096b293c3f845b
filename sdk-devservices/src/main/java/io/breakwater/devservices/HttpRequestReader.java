package io.breakwater.devservices;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the HTTP/1.1 requests of one connection, one after the other, each of bounded size. */
final class HttpRequestReader {

    static final int LARGEST_HEAD = 64 << 10;
    static final int LARGEST_BODY = 8 << 20;

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final OutputStream out;
    private int headLeft;

    HttpRequestReader(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** A request as it came; header names in lower case. */
    record Request(String method, String path, Map<String, String> headers, String body) {

        boolean isLast() {
            return headers.getOrDefault("connection", "")
                    .toLowerCase(Locale.ROOT)
                    .contains("close");
        }
    }

    /**
     * Reads the next request.
     *
     * @return the request, or null at the end of the connection
     * @throws LlmRefusal if it is too large or no HTTP/1.1; the connection is of no use after that
     */
    @Nullable
    Request next() throws IOException {
        headLeft = LARGEST_HEAD;
        String first = line();
        if (first == null) {
            return null;
        }
        String[] words = first.split(" ", -1);
        if (words.length != 3 || !words[2].equals("HTTP/1.1")) {
            throw LlmRefusal.invalid("No HTTP/1.1 request: " + first);
        }
        Map<String, String> headers = headers();
        String body = new String(body(headers), StandardCharsets.UTF_8);
        return new Request(words[0], words[1], headers, body);
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = required(line()); !line.isEmpty(); line = required(line())) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw LlmRefusal.invalid("No header: " + line);
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, line.substring(colon + 1).strip(), (one, other) -> one + ", " + other);
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write(CONTINUE);
            out.flush();
        }
        String coding = headers.get("transfer-encoding");
        if (coding == null) {
            return exactly(size(headers.getOrDefault("content-length", "0"), 10));
        }
        if (!coding.equalsIgnoreCase("chunked") || headers.containsKey("content-length")) {
            throw LlmRefusal.invalid("A body is framed by its length or in chunks, not by: " + coding);
        }
        return chunks();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            checkSize((long) body.size() + size);
            body.write(exactly(size));
            required(line());
        }
        while (!required(line()).isEmpty()) {
            headLeft--;
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        headLeft = LARGEST_HEAD;
        return size(required(line()).replaceFirst("\\s*;.*", ""), 16);
    }

    private static int size(String text, int radix) {
        try {
            long size = Long.parseLong(text.strip(), radix);
            if (size < 0) {
                throw LlmRefusal.invalid("Negative size of a body: " + text);
            }
            checkSize(size);
            return (int) size;
        } catch (NumberFormatException e) {
            throw LlmRefusal.invalid("No size of a body: " + text);
        }
    }

    private static void checkSize(long bytes) {
        if (bytes > LARGEST_BODY) {
            throw LlmRefusal.of(413, "The body is larger than " + LARGEST_BODY + " bytes");
        }
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the client has gone");
        }
        return bytes;
    }

    /** Null at the end of the connection, if nothing of a line was there. */
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return line.length() == 0 ? null : required(null);
            }
            if (headLeft-- <= 0) {
                throw LlmRefusal.of(431, "The head is larger than " + LARGEST_HEAD + " bytes");
            }
            line.append((char) b);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    private static String required(@Nullable String line) throws EOFException {
        if (line == null) {
            throw new EOFException("the client has gone");
        }
        return line;
    }
}
