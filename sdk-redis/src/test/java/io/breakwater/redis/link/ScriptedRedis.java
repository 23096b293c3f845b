package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that says what a test wants, where a real one cannot be brought to say it. A byte is a char, and back. */
final class ScriptedRedis implements AutoCloseable {

    /** In place of a reply: the one that any server would give. */
    static final String USUAL = "as usual";

    /** At the end of a reply, or alone: the connection is closed. */
    static final String HANG_UP = "hang up";

    /** A command to the reply, as it goes over the wire. What comes behind it on the same connection waits for it. */
    interface Script {
        String reply(Command command) throws InterruptedException;
    }

    /**
     * What was sent.
     *
     * @param connection 1 for the first one, which its CLIENT ID is too
     * @param words the name in capitals, and the arguments
     */
    record Command(int connection, List<String> words) {

        String name() {
            return words.get(0);
        }

        boolean is(String name) {
            return name().equals(name);
        }

        /** Like {@code CLIENT KILL}. */
        boolean is(String name, String sub) {
            return is(name) && words.get(1).equalsIgnoreCase(sub);
        }

        /** Whose end it asks for; 0 if it is no CLIENT KILL. */
        int killed() {
            return is("CLIENT", "KILL") ? Integer.parseInt(words.get(3)) : 0;
        }
    }

    private final ServerSocket entrance;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(ScriptedRedis::daemon);
    private volatile Script script;

    /** Listens, and answers as any server would. */
    ScriptedRedis() {
        this(command -> USUAL);
    }

    ScriptedRedis(Script script) {
        this.script = script;
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** From now on. */
    void answer(Script other) {
        script = other;
    }

    /** From now on: these commands so, all others as usual. */
    void answer(Map<String, String> replies) {
        answer(command -> replies.getOrDefault(command.name(), USUAL));
    }

    int port() {
        return entrance.getLocalPort();
    }

    String hostAndPort() {
        return "127.0.0.1:" + port();
    }

    /** How many there were until now. */
    int connections() {
        return connections.get();
    }

    static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    /** What a Sentinel says that is asked for the master. */
    static String masterAt(int port) {
        return "*2\r\n" + bulk("127.0.0.1") + bulk(Integer.toString(port));
    }

    /** A reply that takes its time. */
    static String late(Duration delay, String reply) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        return reply;
    }

    /** No reply, until the server is closed. */
    static String never() throws InterruptedException {
        new CountDownLatch(1).await();
        return USUAL;
    }

    /** A line of CLUSTER NODES. */
    String asMaster(int epoch, String slots) {
        return "id-%d %s@1 master - 0 0 %d connected %s%n".formatted(port(), hostAndPort(), epoch, slots);
    }

    /** A line of CLUSTER NODES. */
    String asReplicaOf(ScriptedRedis master) {
        return "id-%d %s@1 slave id-%d 0 0 1 connected%n".formatted(port(), hostAndPort(), master.port());
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                int number = connections.incrementAndGet();
                clients.add(client);
                threads.execute(() -> serve(client, number));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client, int number) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            String reply = "";
            while (!reply.endsWith(HANG_UP)) {
                reply = reply(command(in, number));
                client.getOutputStream().write(reply.replace(HANG_UP, "").getBytes(ISO_8859_1));
            }
        } catch (IOException closed) {
            // By the client.
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    private static Command command(InputStream in, int connection) throws IOException {
        List<String> words = new ArrayList<>();
        int count = number(in);
        for (int word = 0; word < count; word++) {
            words.add(new String(in.readNBytes(number(in)), ISO_8859_1));
            in.skipNBytes(2);
        }
        words.set(0, words.get(0).toUpperCase(Locale.ROOT));
        return new Command(connection, words);
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

    private String reply(Command command) throws InterruptedException {
        String reply = script.reply(command);
        return reply.equals(USUAL) ? usual(command) : reply;
    }

    private static String usual(Command command) {
        return switch (command.name()) {
            case "HELLO" -> hello(command.connection());
            case "PING" -> "+PONG\r\n";
            case "ASKING", "SET" -> "+OK\r\n";
            case "GET" -> "_\r\n";
            case "DEL" -> ":1\r\n";
            case "INFO" -> bulk("run_id:one\r\n");
            case "CLIENT" -> client(command);
            case "SUBSCRIBE", "SSUBSCRIBE" ->
                ">3\r\n"
                        + bulk(command.name().toLowerCase(Locale.ROOT))
                        + bulk(command.words().get(1)) + ":1\r\n";
            default -> "-ERR unknown command\r\n";
        };
    }

    private static String hello(int connection) {
        return "%3\r\n" + bulk("version") + bulk("7.0.0") + bulk("proto") + ":3\r\n" + bulk("id") + ":" + connection
                + "\r\n";
    }

    private static String client(Command command) {
        if (command.is("CLIENT", "ID")) {
            return ":" + command.connection() + "\r\n";
        }
        return command.is("CLIENT", "KILL") ? ":1\r\n" : "+OK\r\n";
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "scripted-redis");
        thread.setDaemon(true);
        return thread;
    }

    /** Ends all connections, and whatever a script waits for. */
    @Override
    public void close() {
        try {
            entrance.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
