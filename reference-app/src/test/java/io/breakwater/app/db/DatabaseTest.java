package io.breakwater.app.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTest {

    @ParameterizedTest
    @CsvSource({
        "08006, true",
        "08001, true",
        "57P01, true",
        "40001, true",
        "57014, false",
        "53300, false",
        "55P03, false"
    })
    void a_read_goes_on_to_another_node_only_when_its_own_is_lost(String state, boolean elsewhere) {
        ConnectionException failure = new ConnectionException(new SQLException("failed", state));
        assertThat(Database.isNodeLost(failure)).isEqualTo(elsewhere);
        assertThat(Database.isUnavailable(failure)).isTrue();
    }

    @Test
    void a_busy_pool_is_unavailable_and_no_reason_to_burden_the_next() {
        ConnectionException busy =
                new ConnectionException(new SQLTransientConnectionException("no connection in time"));
        assertThat(Database.isUnavailable(busy)).isTrue();
        assertThat(Database.isNodeLost(busy)).isFalse();
    }
}
