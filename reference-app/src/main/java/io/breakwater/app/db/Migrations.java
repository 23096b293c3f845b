package io.breakwater.app.db;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date. Several instances may do so at once: one works, the others wait for it. */
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    public static void run(DataSource source) {
        MigrateResult result = Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        LOG.info("schema at version {}, {} migrations run", result.targetSchemaVersion, result.migrationsExecuted);
    }
}
