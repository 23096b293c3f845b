package io.breakwater.dbrouting;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.PostgresNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The code of the README, running. */
class SnippetsIT {

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static Postgres pg;

    @BeforeAll
    static void database() throws SQLException {
        pg = DevServices.postgres();
        pg.createDatabase("forum");
        try (Connection connection = DriverManager.getConnection(pg.primary().jdbcUrl("forum"))) {
            Db.execute(connection, "CREATE TABLE posts (title text)");
            Db.execute(connection, "INSERT INTO posts VALUES ('Hello')");
        }
    }

    @Test
    void routing() throws Exception {
        RoutingDataSource db = RoutingDataSource.builder("forum")
                .node("pg1", hikariConfig("jdbc:postgresql://pg1/forum"))
                .node("pg2", hikariConfig("jdbc:postgresql://pg2/forum"))
                .node("pg3", hikariConfig("jdbc:postgresql://pg3/forum"))
                .maxLag(Duration.ofSeconds(1))
                .build();
        try (db) {
            Await.untilAllUsable(db);
            Await.until(() -> "The post should arrive", () -> titles(db).equals(List.of("Hello")));
            assertThat(Await.status(db, "pg1").reads()).isZero();
        }
    }

    private static List<String> titles(RoutingDataSource db) throws SQLException {
        List<String> titles = new ArrayList<>();
        try (Connection connection = db.getConnection()) {
            connection.setReadOnly(true); // before the first statement: a replica; without it: the primary
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT title FROM posts")) {
                while (rows.next()) {
                    titles.add(rows.getString("title"));
                }
            }
        }
        return titles;
    }

    @Test
    void theReadmeShowsThisCode() throws Exception {
        String source =
                withoutIndent(Files.readString(Path.of("src/test/java/io/breakwater/dbrouting/SnippetsIT.java")));
        Matcher code = CODE.matcher(Files.readString(Path.of("README.md")));
        int blocks = 0;
        while (code.find()) {
            assertThat(source).contains(withoutIndent(code.group(1)));
            blocks++;
        }
        assertThat(blocks).isEqualTo(2);
    }

    private static String withoutIndent(String code) {
        return code.replaceAll("(?m)^ +", "");
    }

    private static HikariConfig hikariConfig(String url) {
        String host = url.substring("jdbc:postgresql://".length(), url.lastIndexOf('/'));
        PostgresNode node = pg.nodes().stream()
                .filter(candidate -> candidate.name().equals(host))
                .findFirst()
                .orElseThrow();
        return Db.config(node.jdbcUrl("forum"));
    }
}
