package io.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Who is next: in each round another order, in each run the same, so that nobody always follows the same other. */
final class Order {

    private static final long SEED = 20_261_120;

    private final Random random = new Random(SEED);

    <T> List<T> next(List<T> all) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }
}
