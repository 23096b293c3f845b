package io.breakwater.devservices;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Speaks RESP2 with one server: each command has a connection of its own, so there is no state to lose when the server dies.
 *
 * @param port on 127.0.0.1
 * @param user as whom to log in, or null without a login
 * @param tls whom to trust, or null for plain text
 * @param timeout to connect, and to wait for each reply
 */
record RespClient(
        int port, @Nullable RedisUser user, @Nullable TlsFiles tls, Duration timeout) {

    /** The reply as text, also of a number; nil is the empty text. */
    String text(String... command) throws IOException {
        return String.valueOf(call(command));
    }

    /** The reply as a list; its elements are texts and lists. */
    List<?> list(String... command) throws IOException {
        Object reply = call(command);
        return reply instanceof List<?> list ? list : List.of(reply);
    }

    /** The reply as a map: a list of names and values by turns. */
    Map<String, String> map(String... command) throws IOException {
        return asMap(list(command));
    }

    static Map<String, String> asMap(List<?> flat) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            map.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
        }
        return map;
    }

    private Object call(String... command) throws IOException {
        try (Socket socket = connected()) {
            InputStream replies = new BufferedInputStream(socket.getInputStream());
            if (user != null) {
                send(socket, "AUTH", user.name(), user.password());
                read(replies);
            }
            send(socket, command);
            return read(replies);
        }
    }

    private Socket connected() throws IOException {
        int millis = Math.toIntExact(timeout.toMillis());
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(FreePorts.LOCALHOST, port), millis);
            plain.setSoTimeout(millis);
            plain.setTcpNoDelay(true);
            return tls == null ? plain : secured(plain, tls);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private Socket secured(Socket plain, TlsFiles trusted) throws IOException {
        SSLSocket secure =
                (SSLSocket) trusted.context().getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static void send(Socket socket, String... command) throws IOException {
        StringBuilder message = new StringBuilder("*" + command.length + "\r\n");
        for (String word : command) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            message.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        socket.getOutputStream().write(message.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Object read(InputStream replies) throws IOException {
        String line = readLine(replies);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> readBulk(replies, Integer.parseInt(rest));
            case '*' -> readList(replies, Integer.parseInt(rest));
            case '-' -> throw new RefusedException(rest);
            default -> throw new IOException("Not RESP: " + line);
        };
    }

    private static String readBulk(InputStream replies, int length) throws IOException {
        if (length < 0) {
            return "";
        }
        byte[] bytes = replies.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("The connection ended within a reply");
        }
        return new String(Arrays.copyOf(bytes, length), StandardCharsets.UTF_8);
    }

    private static List<Object> readList(InputStream replies, int length) throws IOException {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(read(replies));
        }
        return list;
    }

    private static String readLine(InputStream replies) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = replies.read();
        while (next != '\r') {
            if (next < 0) {
                throw new EOFException("The connection ended before a reply");
            }
            line.append((char) next);
            next = replies.read();
        }
        if (replies.read() != '\n' || line.isEmpty()) {
            throw new IOException("Not RESP: " + line);
        }
        return line.toString();
    }

    /** The server answered with an error. */
    static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }
}
