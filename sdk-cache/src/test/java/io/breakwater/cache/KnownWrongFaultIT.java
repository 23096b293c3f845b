package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A history finds what is wrong: if a rule is left out, something stale is read. */
class KnownWrongFaultIT {

    private static final long MOST = 2_000_000;

    @ParameterizedTest
    @EnumSource
    void what_comes_of_a_missing_rule_is_found(KnownWrong wrong) throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        Class<?> history = new WithoutRule(wrong).loadClass(DisturbedHistory.class.getName());
        Method violations = history.getDeclaredMethod("violations", RedisServer.class, long.class, long.class);
        violations.setAccessible(true);
        try (RedisServer server = RedisSpec.disposable().start()) {
            long began = System.nanoTime();
            Object found = violations.invoke(null, server, seed, MOST);
            System.out.println(wrong + ": " + (System.nanoTime() - began) / 1_000_000 + " ms " + found);
            assertThat((List<?>) found).as("seed " + seed).isNotEmpty();
        }
    }
}
