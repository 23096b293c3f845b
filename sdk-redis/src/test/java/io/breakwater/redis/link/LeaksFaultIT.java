package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.FaultProxy;
import io.breakwater.redis.RedisException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 1,002 faults in all leave no thread, no socket and no connection behind. */
class LeaksFaultIT {

    private static final String FILES = "/proc/self/fd";
    private static final int FAULTS = 334;
    private static final int SILENT_ONE_IN = 50;
    private static final byte[] KEY = Deployment.KEY.getBytes(UTF_8);
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMillis(200);

    @ParameterizedTest
    @EnumSource
    void faults_leave_nothing_behind(Deployment.Kind kind) {
        try (Deployment deployment = kind.start();
                RedisLink link = RedisLink.open(deployment.uri(), TIMEOUT)) {
            Recorder told = new Recorder();
            var unused = link.subscribe(List.of(KEY), told);
            told.awaitCount("subscribed", 1);
            Awaiting.success(() -> link.set(KEY, KEY, TTL));
            FaultProxy proxy = deployment.proxy();
            int atFirst = proxy.openConnections();
            for (int fault = 0; fault < 5; fault++) {
                strike(proxy, fault, link);
            }
            Awaiting.until("subscribed again", () -> told.count("subscribed") > told.count("interrupted"));
            // Those of replicas and Sentinels too.
            Awaiting.until("all are back", () -> proxy.openConnections() >= atFirst);
            long threads = lettuceThreads();
            long sockets = openSockets();
            int connections = proxy.openConnections();

            for (int fault = 1; fault <= FAULTS; fault++) {
                strike(proxy, fault, link);
            }

            assertThat(link.stats().connections()).isGreaterThan(FAULTS / 2);
            Awaiting.until("all are back again", () -> proxy.openConnections() >= connections);
            Awaiting.until("no socket left open", () -> openSockets() <= sockets);
            Awaiting.until("no connection left open", () -> proxy.openConnections() <= connections);
            assertThat(lettuceThreads()).isEqualTo(threads);
        }
        Awaiting.until("no thread left", () -> lettuceThreads() == 0);
    }

    /** One fault that the link has to notice, and its end. */
    private static void strike(FaultProxy proxy, int fault, RedisLink link) {
        if (fault % SILENT_ONE_IN == 0) {
            proxy.loseServer();
        } else if (fault % 3 == 0) {
            proxy.cut();
        } else if (fault % 3 == 1) {
            proxy.reset();
        } else {
            proxy.refuse();
            proxy.reset();
        }
        long generation = link.health().stream()
                .mapToLong(health -> health.generation())
                .max()
                .orElse(0);
        Awaiting.until("noticed", () -> isNoticed(link, generation));
        proxy.heal();
        Awaiting.success(() -> link.set(KEY, KEY, TTL));
    }

    private static boolean isNoticed(RedisLink link, long generation) {
        try {
            return link.get(KEY).generation() > generation;
        } catch (RedisException e) {
            return true;
        }
    }

    private static long lettuceThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lettuce"))
                .count();
    }

    /** Without the jars of the class path, which the JVM opens when it comes to them. */
    private static long openSockets() {
        String[] files = new File(FILES).list();
        return Arrays.stream(files == null ? new String[0] : files)
                .filter(LeaksFaultIT::isSocket)
                .count();
    }

    private static boolean isSocket(String file) {
        try {
            return Files.readSymbolicLink(Path.of(FILES, file)).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false;
        }
    }
}
