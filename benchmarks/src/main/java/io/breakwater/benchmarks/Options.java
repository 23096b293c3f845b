package io.breakwater.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What {@code ./bench} was asked for.
 *
 * @param name an area's name, or {@code all}
 * @param plan how long to measure
 * @param out the folder for the results
 */
record Options(String name, Plan plan, Path out) {

    static final String ALL = "all";

    static final String USAGE = """
            ./bench NAME           measures an area, or all of them with "all", and prints the table
              --quick              3 rounds of 500 ms: shows that it works
              --rounds N           so many rounds, 1 to 100 (5)
              --window MILLIS      how long a subject's turn is, 10 to 60000 (2000)
              --out FOLDER         where NAME.json goes, seen from the project's root (benchmarks/target/results)
              --list               the names
              --help               this text
            """;

    private static final Path RESULTS = Path.of("benchmarks", "target", "results");
    private static final int LONGEST_WINDOW = 60_000;

    static Options of(List<String> arguments, List<String> areas) {
        Plan plan = arguments.contains("--quick") ? Plan.QUICK : Plan.STANDARD;
        String name = "";
        Path out = RESULTS;
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--quick" -> {}
                case "--rounds" -> plan = new Plan(number(arguments, ++i, "rounds", 1, 100), plan.window());
                case "--window" -> plan = new Plan(plan.rounds(), window(arguments, ++i));
                case "--out" -> out = Path.of(value(arguments, ++i, "out", "a folder"));
                default -> name = name(name, arguments.get(i), areas);
            }
        }
        requireArea(name, areas);
        return new Options(name, plan, out);
    }

    boolean wants(Area area) {
        return name.equals(ALL) || name.equals(area.name());
    }

    private static String name(String before, String argument, List<String> areas) {
        if (argument.startsWith("-")) {
            throw new IllegalArgumentException("Invalid option (" + argument + "): must be one of these:\n" + USAGE);
        }
        Require.that(before.isEmpty(), "name", before + " " + argument, "one, or " + ALL);
        requireArea(argument, areas);
        return argument;
    }

    private static void requireArea(String name, List<String> areas) {
        boolean known = name.equals(ALL) || areas.contains(name);
        Require.that(known, "name", name, "one of " + String.join(", ", areas) + ", " + ALL);
    }

    private static Duration window(List<String> arguments, int index) {
        return Duration.ofMillis(number(arguments, index, "window", 10, LONGEST_WINDOW));
    }

    private static int number(List<String> arguments, int index, String name, int lowest, int highest) {
        String rule = lowest + " to " + highest;
        String value = value(arguments, index, name, rule);
        Require.that(value.matches("[0-9]{1,6}"), name, value, rule);
        int number = Integer.parseInt(value);
        Require.that(number >= lowest && number <= highest, name, value, rule);
        return number;
    }

    private static String value(List<String> arguments, int index, String name, String rule) {
        String value = index < arguments.size() ? arguments.get(index) : "";
        Require.that(!value.isEmpty(), name, value, rule);
        return value;
    }
}
