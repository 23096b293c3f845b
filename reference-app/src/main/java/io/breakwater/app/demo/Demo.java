package io.breakwater.app.demo;

import io.breakwater.app.db.Migrations;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.PostgresSpec;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/** The whole app on one machine: real servers, demo data, several instances. Everything ends with this process. */
public final class Demo implements AutoCloseable {

    private static final String DATABASE = "forum";
    private static final String LOGS = "breakwater.demo.logs";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<Instance> instances = new ArrayList<>();
    private final Postgres postgres;
    private final RedisServer cache;
    private final RedisServer state;
    private volatile boolean ending;

    private Demo(Postgres postgres, RedisServer cache, RedisServer state) {
        this.postgres = postgres;
        this.cache = cache;
        this.state = state;
    }

    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        try {
            Options options = Options.of(arguments);
            requireFreePorts(options);
            long begun = System.nanoTime();
            try (Demo demo = started(options)) {
                say("ready in %.1f s", (System.nanoTime() - begun) / 1e9);
                return options.check() ? demo.check() : demo.serve();
            }
        } catch (CompletionException e) {
            System.err.println(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            return 1;
        } catch (RuntimeException | IOException | SQLException e) {
            System.err.println(e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static Demo started(Options options) throws IOException, SQLException, InterruptedException {
        Demo demo = servers();
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-end"));
        demo.fill();
        demo.launch(options);
        return demo;
    }

    /** A commit is acknowledged when one of the replicas has it too, so that none is lost with the primary. */
    private static Demo servers() {
        CompletableFuture<RedisServer> cache =
                CompletableFuture.supplyAsync(() -> RedisSpec.disposable().start());
        CompletableFuture<RedisServer> state =
                CompletableFuture.supplyAsync(() -> RedisSpec.durable().start());
        Postgres postgres = PostgresSpec.primaryWithReplicas(2)
                .with("synchronous_standby_names", "ANY 1 (pg2, pg3)")
                .start();
        return new Demo(postgres, cache.join(), state.join());
    }

    private void fill() throws IOException, SQLException {
        postgres.createDatabase(DATABASE);
        PGSimpleDataSource primary = new PGSimpleDataSource();
        primary.setUrl(postgres.primary().jdbcUrl(DATABASE));
        Migrations.run(primary);
        long begun = System.nanoTime();
        DemoForum forum = DemoDatabase.load(primary);
        say(
                "%d communities, %d posts, %d comments in %.1f s",
                forum.communities().size(),
                forum.posts().size(),
                forum.comments().size(),
                (System.nanoTime() - begun) / 1e9);
    }

    private void launch(Options options) throws IOException, InterruptedException {
        Path logs = Files.createDirectories(Path.of(System.getProperty(LOGS, "logs")));
        for (int i = 0; i < options.instances(); i++) {
            instances.add(Instance.start(port(options, i), logs, environment()));
        }
        for (Instance instance : instances) {
            instance.awaitReady(client);
        }
    }

    private Map<String, String> environment() {
        String databases =
                postgres.nodes().stream().map(node -> node.jdbcUrl(DATABASE)).collect(Collectors.joining(","));
        return Map.of(
                "DATABASE_URLS",
                databases,
                "REDIS_CACHE_URL",
                cache.uri(),
                "REDIS_STATE_URL",
                state.uri(),
                "DEMO_MODE",
                "true");
    }

    private int check() throws IOException, InterruptedException {
        return new Check(client, instances.stream().map(Instance::uri).toList()).run();
    }

    private int serve() throws IOException, InterruptedException {
        for (Instance instance : instances) {
            say("open %s", instance.uri());
        }
        say("every demo user's password is \"%s\"; Ctrl-C ends everything", DemoDatabase.PASSWORD);
        CompletableFuture<?>[] ends =
                instances.stream().map(instance -> instance.process().onExit()).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.anyOf(ends).join();
        if (ending) {
            return 0;
        }
        for (Instance instance : instances) {
            if (!instance.process().isAlive()) {
                throw new IOException(instance.uri() + " ended; the end of its log:\n" + instance.logTail());
            }
        }
        return 0;
    }

    private static int port(Options options, int instance) throws IOException {
        if (options.port() != 0) {
            return options.portOf(instance);
        }
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void requireFreePorts(Options options) throws IOException {
        for (int i = 0; i < options.instances() && options.port() != 0; i++) {
            int port = options.portOf(i);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(port));
            } catch (BindException e) {
                throw new IOException(
                        "Port " + port + " is taken: end what listens there, or choose others with --port N", e);
            }
        }
    }

    /** In the order in which they need one another. May be called twice: at the end, and when the process is told to end. */
    @Override
    public void close() {
        ending = true;
        end();
    }

    private synchronized void end() {
        instances.forEach(instance -> instance.process().destroy());
        instances.forEach(Instance::end);
        state.close();
        cache.close();
        postgres.close();
    }

    private static void say(String format, Object... values) {
        System.out.println("[demo] " + String.format(Locale.ROOT, format, values));
    }
}
