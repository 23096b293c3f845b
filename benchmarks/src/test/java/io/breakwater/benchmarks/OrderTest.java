package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {

    private static final List<Integer> ALL = List.of(1, 2, 3, 4, 5, 6);

    @Test
    void every_round_has_all_in_another_order_and_every_run_the_same() {
        List<List<Integer>> run = rounds();
        assertThat(run).allSatisfy(round -> assertThat(round).containsExactlyInAnyOrderElementsOf(ALL));
        assertThat(run).doesNotHaveDuplicates();
        assertThat(rounds()).isEqualTo(run);
    }

    private static List<List<Integer>> rounds() {
        Order order = new Order();
        List<List<Integer>> rounds = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rounds.add(order.next(ALL));
        }
        return rounds;
    }
}
