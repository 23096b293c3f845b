package io.breakwater.devservices;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A running PostgreSQL primary and its streaming replicas. The nodes are named {@code pg1} (the first primary), {@code pg2},
 * {@code pg3} and so on. They have one system identifier, and those of every other {@code Postgres} have another.
 */
public final class Postgres implements AutoCloseable {

    private final List<PostgresNode> nodes;
    private final Runnable onClose;

    private Postgres(List<PostgresNode> nodes, Runnable onClose) {
        this.nodes = nodes;
        this.onClose = onClose;
    }

    static Postgres startOwn(PostgresSpec spec) {
        List<PostgresNode> nodes = startNodes(spec);
        return new Postgres(nodes, () -> end(nodes));
    }

    static Postgres startShared(PostgresSpec spec) {
        return new Postgres(startNodes(spec), () -> {});
    }

    private static List<PostgresNode> startNodes(PostgresSpec spec) {
        Progress progress = Progress.start("PostgreSQL (" + spec.nodes() + (spec.nodes() == 1 ? " node)" : " nodes)"));
        List<PostgresNode> nodes = new ArrayList<>();
        Ending.ifFails(
                () -> {
                    addNodes(spec, nodes);
                    nodes.forEach(PostgresNode::launch);
                    nodes.forEach(PostgresNode::awaitReady);
                    nodes.forEach(PostgresNode::awaitStreaming);
                },
                () -> end(nodes));
        progress.ready(
                nodes.stream().map(node -> node.name() + " :" + node.port()).collect(Collectors.joining(", ")));
        return List.copyOf(nodes);
    }

    private static void addNodes(PostgresSpec spec, List<PostgresNode> nodes) {
        Function<String, PostgresHome> homes = PostgresHome.byName();
        nodes.add(PostgresNode.primary(spec, "pg1", homes.apply("pg1")));
        while (nodes.size() < spec.nodes()) {
            PostgresNode upstream = nodes.get(nodes.size() <= spec.replicas() ? 0 : 1);
            String name = "pg" + (nodes.size() + 1);
            nodes.add(PostgresNode.replica(spec, name, homes.apply(name), upstream));
        }
    }

    /** Replicas before whom they stream from. */
    private static void end(List<PostgresNode> nodes) {
        List<PostgresNode> lastFirst = new ArrayList<>(nodes);
        Collections.reverse(lastFirst);
        Ending.each(lastFirst, PostgresNode::close);
    }

    /**
     * The node that was started as primary.
     *
     * @return the first node
     */
    public PostgresNode primary() {
        return nodes.get(0);
    }

    /**
     * The nodes that were started as replicas.
     *
     * @return all nodes but the first, in the order of their names: cascaded ones last
     */
    public List<PostgresNode> replicas() {
        return nodes.subList(1, nodes.size());
    }

    /**
     * All nodes.
     *
     * @return the first primary, then its replicas
     */
    public List<PostgresNode> nodes() {
        return nodes;
    }

    /**
     * Creates an empty database on the primary; replicas follow within their lag.
     *
     * @param name the database's name, {@code [a-z][a-z0-9_]*}
     * @throws IllegalArgumentException if the name has another form
     * @throws DevServicesException if the primary refuses, for example because the database exists
     */
    public void createDatabase(String name) {
        Require.that(name.matches("[a-z][a-z0-9_]{0,62}"), "database", name, "[a-z][a-z0-9_]{0,62}");
        primary().execute("CREATE DATABASE " + name);
    }

    /** Stops all nodes and deletes their data. Does nothing when they are shared, or closed already. */
    @Override
    public void close() {
        onClose.run();
    }
}
