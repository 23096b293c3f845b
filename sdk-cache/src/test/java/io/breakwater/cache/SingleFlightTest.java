package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

    private final SingleFlight<String, Integer> flights = new SingleFlight<>();

    @Test
    void who_comes_meanwhile_joins_and_who_comes_after_the_landing_does_not() {
        Flight<Integer> first = new Flight<>(1);
        assertThat(flights.join("key", first)).isSameAs(first);
        assertThat(flights.join("key", new Flight<>(1))).isSameAs(first);
        Flight<Integer> other = new Flight<>(1);
        assertThat(flights.join("other", other)).isSameAs(other);
        flights.leave("key", first);
        Flight<Integer> second = new Flight<>(1);
        assertThat(flights.join("key", second)).isSameAs(second);
        assertThat(flights.size()).isEqualTo(2);
    }

    @Test
    void who_comes_after_a_change_does_not_join_what_began_before_it() {
        Flight<Integer> before = new Flight<>(1);
        Flight<Integer> after = new Flight<>(2);
        flights.join("key", before);
        assertThat(flights.join("key", after)).isSameAs(after);
        assertThat(flights.join("key", new Flight<>(2))).isSameAs(after);
        assertThat(flights.join("key", new Flight<>(1)))
                .as("what began later is good enough for who saw less")
                .isSameAs(after);
    }

    @Test
    void a_flight_that_lands_late_leaves_its_successor_alone() {
        Flight<Integer> before = new Flight<>(1);
        Flight<Integer> after = new Flight<>(2);
        flights.join("key", before);
        flights.join("key", after);
        flights.leave("key", before);
        assertThat(flights.join("key", new Flight<>(2))).isSameAs(after);
        flights.leave("key", after);
        assertThat(flights.size()).isZero();
    }

    @Test
    @DisplayName("cache B0: of many threads that join at once one flies")
    void one_flies() throws Exception {
        Gate gate = new Gate();
        List<Background<Flight<Integer>>> joined = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            joined.add(Background.call(() -> {
                gate.pass();
                return flights.join("key", new Flight<>(0));
            }));
        }
        gate.open();
        Flight<Integer> first = joined.get(0).result();
        for (Background<Flight<Integer>> one : joined) {
            assertThat(one.result()).isSameAs(first);
        }
    }
}
