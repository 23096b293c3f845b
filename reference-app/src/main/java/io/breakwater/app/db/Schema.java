package io.breakwater.app.db;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema of a running instance. It is brought up to date at the start; while there is no primary to do so on, it is tried
 * again each second on a thread of its own, {@code schema}, and what the replicas have is served if it is there.
 */
public final class Schema implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private final Supplier<Optional<DataSource>> primary;
    private final Database database;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean current;

    private Schema(Supplier<Optional<DataSource>> primary, Database database) {
        this.primary = primary;
        this.database = database;
    }

    /**
     * Brings the schema up to date, at once if there is a primary.
     *
     * @throws org.flywaydb.core.api.FlywayException if a migration fails: an instance must not serve on half a schema
     */
    public static Schema upToDate(Supplier<Optional<DataSource>> primary, Database database) {
        Schema schema = new Schema(primary, database);
        if (!schema.migrate()) {
            LOG.warn("there is no primary: the schema is checked when there is one");
            Thread retry = new Thread(schema::migrateWhenPossible, "schema");
            retry.setDaemon(true);
            retry.start();
        }
        return schema;
    }

    /** Whether there are tables to serve from. */
    public boolean isThere() {
        return current || tablesExist();
    }

    private boolean migrate() {
        Optional<DataSource> there = primary.get();
        there.ifPresent(Migrations::run);
        current = there.isPresent();
        return current;
    }

    private void migrateWhenPossible() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS) && !migrated()) {
                LOG.debug("still no primary for the schema");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean migrated() {
        try {
            return migrate();
        } catch (RuntimeException e) {
            LOG.warn("the schema could not be brought up to date; trying again", e);
            return false;
        }
    }

    private boolean tablesExist() {
        try {
            return database.read(handle -> handle.createQuery("SELECT to_regclass('post') IS NOT NULL")
                    .mapTo(Boolean.class)
                    .one());
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Ends the thread, if it runs. */
    @Override
    public void close() {
        closed.countDown();
    }
}
