package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** No class asks this JVM for the time of day: only elapsed time and the server's clock count. */
class WallClockTest {

    private static final Set<String> CLOCKS =
            Set.of("java/time/Clock", "java/time/InstantSource", "java/util/Calendar");
    private static final Set<String> CALLS = Set.of(
            "java/lang/System.currentTimeMillis",
            "java/time/Instant.now",
            "java/time/LocalDate.now",
            "java/time/LocalDateTime.now",
            "java/time/LocalTime.now",
            "java/time/OffsetDateTime.now",
            "java/time/ZonedDateTime.now",
            "java/util/Date.<init>");

    @Test
    @DisplayName("cache A9: a wrong clock changes nothing, since nobody looks at it")
    void nobody_asks_for_the_time_of_day() throws Exception {
        List<Path> classes = classes();
        assertThat(classes).hasSizeGreaterThan(50);
        for (Path file : classes) {
            assertThat(clocksIn(Files.newInputStream(file)))
                    .as(file.getFileName().toString())
                    .isEmpty();
        }
    }

    @Test
    void who_does_is_found() throws IOException {
        InputStream culprit = getClass().getResourceAsStream("WallClockTest$Late.class");
        assertThat(clocksIn(culprit))
                .containsExactly(
                        "java/lang/System.currentTimeMillis",
                        "java/time/Clock.millis",
                        "java/time/Clock.systemUTC",
                        "java/util/Date.<init>");
    }

    private static List<Path> classes() throws IOException, URISyntaxException {
        Path main = Path.of(
                Cache.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(main)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    /** The methods of clocks that a class calls, by its constants. */
    private static Set<String> clocksIn(InputStream file) throws IOException {
        try (DataInputStream in = new DataInputStream(file)) {
            in.skipNBytes(8);
            return Constants.read(in).calls().stream()
                    .filter(WallClockTest::isOfAClock)
                    .collect(TreeSet::new, Set::add, Set::addAll);
        }
    }

    private static boolean isOfAClock(String call) {
        return CALLS.contains(call) || CLOCKS.contains(call.substring(0, call.indexOf('.')));
    }

    /** The constants of a class file: texts, and which of them each of the others names. */
    private record Constants(Map<Integer, String> texts, Map<Integer, Integer> names, Map<Integer, int[]> calledBy) {

        static Constants read(DataInputStream in) throws IOException {
            Constants constants = new Constants(new HashMap<>(), new HashMap<>(), new HashMap<>());
            int count = in.readUnsignedShort();
            for (int at = 1; at < count; at++) {
                at += constants.read(in, at);
            }
            return constants;
        }

        /** How many places it takes more than one. */
        private int read(DataInputStream in, int at) throws IOException {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(at, in.readUTF());
                case 7, 8, 16, 19, 20 -> names.put(at, in.readUnsignedShort());
                case 9, 10, 11 -> calledBy.put(at, new int[] {in.readUnsignedShort(), in.readUnsignedShort()});
                case 12 -> {
                    names.put(at, in.readUnsignedShort());
                    in.skipNBytes(2);
                }
                case 15 -> in.skipNBytes(3);
                case 5, 6 -> in.skipNBytes(8);
                default -> in.skipNBytes(4);
            }
            return tag == 5 || tag == 6 ? 1 : 0;
        }

        List<String> calls() {
            return calledBy.values().stream()
                    .map(call -> text(call[0]) + "." + text(call[1]))
                    .toList();
        }

        private String text(int at) {
            return texts.get(names.get(at));
        }
    }

    /** What must not be. */
    @SuppressWarnings({"unused", "JavaUtilDate"})
    private static final class Late {

        static long now() {
            return System.currentTimeMillis() - java.time.Clock.systemUTC().millis() - new java.util.Date().getTime();
        }
    }
}
