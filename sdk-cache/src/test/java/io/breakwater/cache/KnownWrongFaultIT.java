package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A history finds what is wrong: if a rule is left out, something stale is read. */
class KnownWrongFaultIT {

    private static final long OPERATIONS = 1_000_000;
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void what_comes_of_a_missing_rule_is_found(KnownWrong wrong) throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        try (RedisServer server = RedisSpec.disposable().start()) {
            Object violations = violations(new WithoutRule(wrong))
                    .invoke(null, server, wrong.weather().name(), seed, OPERATIONS, AT_MOST);
            assertThat((List<?>) violations).as("seed " + seed).isNotEmpty();
        }
    }

    private static Method violations(ClassLoader loader) throws ReflectiveOperationException {
        Method method = loader.loadClass(History.class.getName())
                .getDeclaredMethod(
                        "violations", RedisServer.class, String.class, long.class, long.class, Duration.class);
        method.setAccessible(true);
        return method;
    }
}
