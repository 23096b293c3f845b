package io.breakwater.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.ServiceLoader;

/** {@code ./bench}: measures, prints the table, writes the file. */
public final class Bench {

    private Bench() {}

    /**
     * Exits 0 when all has been measured, whether targets were met or not, and 1 when something went wrong.
     *
     * @param arguments see {@code ./bench --help}
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    static int run(List<String> arguments) {
        List<Area> areas = areas();
        if (arguments.contains("--help")) {
            System.out.print(Options.USAGE);
            return 0;
        }
        if (arguments.contains("--list")) {
            areas.forEach(area -> System.out.printf("%-10s  %s%n", area.name(), area.about()));
            return 0;
        }
        return measure(arguments, areas);
    }

    static List<Area> areas() {
        return ServiceLoader.load(Area.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static int measure(List<String> arguments, List<Area> areas) {
        Options options;
        try {
            options = Options.of(arguments, areas.stream().map(Area::name).toList());
            ReportFile.requireWritable(options.out());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 1;
        }
        return measure(options, areas);
    }

    private static int measure(Options options, List<Area> areas) {
        try {
            for (Area area : areas) {
                if (options.wants(area)) {
                    measure(area, options);
                }
            }
            return 0;
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }

    private static void measure(Area area, Options options) throws Exception {
        Report report = Report.of(area, options.plan(), Instant.now());
        System.out.println(Table.of(report));
        Progress.say("%s", ReportFile.write(report, options.out()));
    }
}
