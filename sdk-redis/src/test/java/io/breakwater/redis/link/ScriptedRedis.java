package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A server that says what a test wants, where a real one cannot be brought to say it. */
final class ScriptedRedis implements AutoCloseable {

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Function<List<String>, String> script;

    /**
     * A server that listens.
     *
     * @param script the words of a command to the reply, as it goes over the wire
     */
    ScriptedRedis(Function<List<String>, String> script) throws IOException {
        this.script = script;
        daemon(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                daemon(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            while (true) {
                List<String> command = new ArrayList<>();
                int words = number(in);
                for (int word = 0; word < words; word++) {
                    command.add(new String(in.readNBytes(number(in)), ISO_8859_1));
                    in.skipNBytes(2);
                }
                client.getOutputStream().write(script.apply(command).getBytes(ISO_8859_1));
            }
        } catch (IOException closed) {
            // By the client.
        }
    }

    /** Of a line like "*3" or "$12". */
    private static int number(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed");
            }
            line.append((char) next);
        }
        return Integer.parseInt(line.substring(1).strip());
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "scripted-redis");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
