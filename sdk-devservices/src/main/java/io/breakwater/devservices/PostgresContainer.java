package io.breakwater.devservices;

import io.breakwater.devservices.testcontainers.ContainerPlan;
import java.util.List;
import java.util.Map;

/**
 * One PostgreSQL server in a container. Its first process is a script of ours, {@code postgres-container.sh}, which makes the
 * data as ordered before it becomes the server: an order can be given while the container does not run.
 */
final class PostgresContainer implements PostgresHome {

    private static final String IMAGE = "postgres:18.6-alpine";
    private static final String FOLDER = "/breakwater";
    private static final String SCRIPT = FOLDER + "/run.sh";
    private static final String DATA = "/var/lib/postgresql/breakwater";
    private static final int PORT = 5432;
    private static final String NEW_CLUSTER = "";

    private final int port;
    private final ServerContainer server;
    private final PostgresConsole console;
    private final String alias;
    private int orders;

    PostgresContainer(String name) {
        this.port = FreePorts.next();
        ContainerPlan plan = plan(name, port);
        this.alias = plan.alias();
        this.server = new ServerContainer(plan);
        this.console = new PostgresConsole(name, port);
    }

    /** All containers share a network, in which another cluster may have the same names. */
    static ContainerPlan plan(String name, int port) {
        return new ContainerPlan(
                name,
                IMAGE,
                "postgres",
                List.of("sh", SCRIPT, FOLDER, DATA, String.valueOf(PORT)),
                PORT,
                port,
                name + "-" + port,
                Map.of(SCRIPT, ShellScript.named("postgres-container.sh")));
    }

    /** The text of an order: whose it is and which, so that none is carried out twice; and whose data to copy. */
    static String order(String alias, int number, String source) {
        return alias + " " + number + "\n" + source + "\n";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Address address() {
        return new Address(alias, PORT);
    }

    @Override
    public ServerContainer server() {
        return server;
    }

    @Override
    public void beginPrimary(PostgresSettings settings) {
        order(NEW_CLUSTER, settings);
    }

    @Override
    public void beginReplica(PostgresNode primary, PostgresSettings settings) {
        order(PostgresSettings.connection(alias, primary.address()), settings);
    }

    @Override
    public void empty(PostgresSettings settings) {
        order(NEW_CLUSTER, settings);
    }

    @Override
    public void copyOf(PostgresNode primary, PostgresSettings settings) {
        primary.console().ask("SELECT 'there'");
        if (server.isAlive()) {
            server.kill();
        }
        beginReplica(primary, settings);
    }

    @Override
    public boolean isReady() {
        return console.confirms("SELECT true");
    }

    private void order(String source, PostgresSettings settings) {
        orders++;
        server.put(FOLDER + "/settings", settings.forAllInterfaces().lines());
        server.put(FOLDER + "/order", order(alias, orders, source));
    }
}
