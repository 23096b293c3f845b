package io.breakwater.devservices;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL server of a {@link Postgres}: where it listens, and the levers that make it fail and take over.
 *
 * <p>Each lever returns when its effect can be seen, and gives up after about half a minute. A node's levers are for one
 * thread at a time.
 */
public final class PostgresNode {

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final String LOADED = "SELECT pg_conf_load_time()";

    private final String name;
    private final PostgresSpec spec;
    private final PostgresHome home;
    private final PostgresConsole console;
    private volatile @Nullable PostgresNode upstream;

    private PostgresNode(String name, PostgresSpec spec, PostgresHome home, @Nullable PostgresNode upstream) {
        this.name = name;
        this.spec = spec;
        this.home = home;
        this.upstream = upstream;
        this.console = new PostgresConsole(name, home.port());
    }

    static PostgresNode primary(PostgresSpec spec, String name, PostgresHome home) {
        home.beginPrimary(PostgresSettings.ofPrimary(spec));
        return new PostgresNode(name, spec, home, null);
    }

    static PostgresNode replica(PostgresSpec spec, String name, PostgresHome home, PostgresNode upstream) {
        home.beginReplica(upstream.top(), PostgresSettings.ofReplica(spec, name, upstream.address()));
        return new PostgresNode(name, spec, home, upstream);
    }

    /**
     * The node's name, also its {@code application_name} as a replica.
     *
     * @return {@code pg1}, {@code pg2}, and so on
     */
    public String name() {
        return name;
    }

    /**
     * The TCP port on 127.0.0.1. It stays the same when the node is started again.
     *
     * @return the port
     */
    public int port() {
        return home.port();
    }

    /**
     * A JDBC URL of this node for the superuser {@code postgres}, who has no password.
     *
     * @param database the database's name; {@code postgres} always exists
     * @return the URL
     */
    public String jdbcUrl(String database) {
        return console.jdbcUrl(database);
    }

    /**
     * Kills the server and its child processes with SIGKILL, also when it is paused, and returns when they are gone. The data
     * stays.
     *
     * @throws DevServicesException if the server does not run
     */
    public void kill() {
        home.server().kill();
    }

    /**
     * Starts a killed server again, on the same port and data, and returns when it answers.
     *
     * @throws DevServicesException if it runs already, or does not start
     */
    public void start() {
        launch();
        awaitReady();
    }

    /**
     * Starts a killed server again without its data, on the same port. The settings of the specification hold, those of
     * {@link #configure} are gone with the data.
     *
     * <p>A primary is then as after {@code initdb}: a new cluster with another system identifier, from which no node streams
     * until it is {@linkplain #reseedFrom re-seeded}. A replica without data would be of no use: it gets a copy of its
     * primary's, and returns as a replica of the node that it streamed from; both of them have to run.
     *
     * @throws DevServicesException if it runs already, or does not start, or cannot get its data
     */
    public void startEmpty() {
        home.server().requireStopped();
        PostgresNode followed = upstream;
        if (followed != null) {
            reseedFrom(followed);
        } else {
            home.empty(PostgresSettings.ofPrimary(spec));
            start();
        }
    }

    /**
     * Stops the server and its child processes where they are (SIGSTOP): connections stay open and hang.
     *
     * @throws DevServicesException if the server does not run
     */
    public void pause() {
        home.server().pause();
    }

    /**
     * Lets a paused server go on.
     *
     * @throws DevServicesException if the server does not run
     */
    public void resume() {
        home.server().resume();
    }

    /**
     * Makes a replica a primary, on a new timeline ({@code pg_promote}), and returns when it accepts writes. Nothing else
     * changes: the old primary is not stopped, and the other replicas go on with whom they {@link #follow}.
     *
     * @throws DevServicesException if the node is no replica, does not answer, or does not accept writes within 30 s
     */
    public void promote() {
        console.execute("SELECT pg_promote(true, " + WITHIN.toSeconds() + ")");
        await("SELECT NOT pg_is_in_recovery()", "accept writes");
        upstream = null;
    }

    /**
     * Lets a replica go on receiving but no longer replay what it receives, and returns when it has stopped replaying.
     *
     * @throws DevServicesException if the node is no replica, or does not answer
     */
    public void pauseReplay() {
        console.execute("SELECT pg_wal_replay_pause()");
        // The function only asks for the pause; until it is there, a record more may be replayed.
        await("SELECT pg_get_wal_replay_pause_state() = 'paused'", "pause its replay");
    }

    /**
     * Lets a replica replay again.
     *
     * @throws DevServicesException if the node is no replica, or does not answer
     */
    public void resumeReplay() {
        console.execute("SELECT pg_wal_replay_resume()");
        await("SELECT pg_get_wal_replay_pause_state() = 'not paused'", "go on replaying");
    }

    /**
     * Changes a setting of this node alone ({@code ALTER SYSTEM} and reload), and returns when new connections have it. It
     * outlives {@link #kill} and {@link #start}. Some settings change only then: {@code pending_restart} in
     * {@code pg_settings} tells.
     *
     * @param name a PostgreSQL setting, for example {@code recovery_min_apply_delay}
     * @param value its value, unquoted; settings like {@code search_path}, whose elements PostgreSQL quotes one by one, take one
     *     element
     * @throws IllegalArgumentException if the name is not a PostgreSQL name, or the value has more than one line
     * @throws DevServicesException if the node refuses the setting, or does not answer
     */
    public void configure(String name, String value) {
        PostgresSpec.check(name, value);
        String before = console.ask(LOADED);
        console.execute("ALTER SYSTEM SET " + name + " = " + literal(value));
        console.execute("SELECT pg_reload_conf()");
        await(LOADED + " <> " + literal(before), "reload its settings");
    }

    /**
     * Makes a replica stream from another node, and returns when it does. Both have to be of one history: a replica that has
     * more than the new primary had at its promotion must be {@linkplain #reseedFrom re-seeded}.
     *
     * @param upstream the node to stream from, a primary or a replica
     * @throws IllegalArgumentException if the upstream node is this one, or streams from it
     * @throws DevServicesException if this node is no replica, or does not stream from the other within 30 s
     */
    public void follow(PostgresNode upstream) {
        requireUpstream(upstream);
        if (!console.ask("SELECT pg_is_in_recovery()").equals("t")) {
            throw new DevServicesException(name + " is a primary: to make it a replica, re-seed it");
        }
        configure(PostgresSettings.UPSTREAM, PostgresSettings.connection(name, upstream.address()));
        this.upstream = upstream;
        awaitStreaming();
    }

    /**
     * Makes this node, whatever it was, a replica with a fresh copy of the other's data, on its old port and under its old
     * name, and returns when it streams from the other. A server that still runs is killed, and its data are lost. The settings
     * of the specification hold, those of {@link #configure} are gone.
     *
     * @param newPrimary the node to stream from; where it is a replica itself, the data are copied from its primary
     * @throws IllegalArgumentException if it is this node, or streams from it
     * @throws DevServicesException if the other does not answer, and then this node is as it was; or if this node does not
     *     stream from it within 30 s
     */
    public void reseedFrom(PostgresNode newPrimary) {
        requireUpstream(newPrimary);
        home.copyOf(newPrimary.top(), PostgresSettings.ofReplica(spec, name, newPrimary.address()));
        upstream = newPrimary;
        start();
        awaitStreaming();
    }

    void launch() {
        home.server().launch();
    }

    void awaitReady() {
        home.server().awaitReady(home::isReady);
    }

    void awaitStreaming() {
        PostgresNode followed = upstream;
        if (followed != null) {
            Address address = followed.address();
            await(
                    "SELECT count(*) = 1 FROM pg_stat_wal_receiver WHERE status = 'streaming' AND sender_host = "
                            + literal(address.host()) + " AND sender_port = " + address.port(),
                    "stream from " + followed.name);
        }
    }

    /** As other nodes see it. */
    Address address() {
        return home.address();
    }

    PostgresConsole console() {
        return console;
    }

    void execute(String sql) {
        console.execute(sql);
    }

    void close() {
        home.server().close();
    }

    private void await(String condition, String what) {
        home.server().await(() -> console.confirms(condition), what, WITHIN);
    }

    private void requireUpstream(PostgresNode node) {
        boolean behindThis = false;
        for (PostgresNode each = node; each != null; each = each.upstream) {
            behindThis |= each == this;
        }
        Require.that(!behindThis, "upstream", node.name, "a node that is not, and does not stream from, " + name);
    }

    private PostgresNode top() {
        PostgresNode top = this;
        for (PostgresNode each = upstream; each != null; each = each.upstream) {
            top = each;
        }
        return top;
    }

    /** Safe also where {@code standard_conforming_strings} is off. */
    private static String literal(String value) {
        return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    @Override
    public String toString() {
        return name + " :" + port();
    }
}
