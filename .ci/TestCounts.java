import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Adds up the test reports of all modules: passed, failed, skipped with their reasons, and the known traps that ran. Exits 1 when
 * a test failed or none ran.
 */
final class TestCounts {

    private static final Pattern TRAP =
            Pattern.compile("^(?:[^ ]*\\([^)]*\\) )?(cache|ratelimit|db-routing|session|llm) ((?:[A-GX]?\\d+[a-z]?(?:, )?)+): .*");
    private static final Pattern RANGE = Pattern.compile("([A-GX]?)(\\d+)(?:-[A-GX]?(\\d+))?");

    private final Map<String, Set<String>> traps = new TreeMap<>();
    private int passed;
    private int failed;
    private int skipped;

    public static void main(String[] arguments) throws Exception {
        TestCounts counts = new TestCounts();
        for (Path report : reports()) {
            counts.add(report);
        }
        counts.print();
        boolean isWhole = List.of(arguments).contains("--whole");
        boolean areTrapsCovered = !isWhole || counts.uncovered("cache", Path.of("sdk-cache/TRAPS.md")).isEmpty();
        System.exit(counts.failed == 0 && counts.passed > 0 && areTrapsCovered ? 0 : 1);
    }

    /** The traps of a module that have neither a test that passed nor a reason in its list. */
    private Set<String> uncovered(String module, Path list) throws IOException {
        Set<String> missing = new TreeSet<>();
        for (String line : Files.readAllLines(list)) {
            if (line.startsWith("All: ")) {
                missing.addAll(named(line.substring("All: ".length())));
            }
        }
        for (String line : Files.readAllLines(list)) {
            if (line.startsWith("| ") && !line.startsWith("| Without")) {
                missing.removeAll(named(line.substring(2, line.indexOf('|', 2)).strip()));
            }
        }
        missing.removeAll(traps.getOrDefault(module, Set.of()));
        if (!missing.isEmpty()) {
            System.out.println("traps of " + module + " with neither a test nor a reason: " + missing);
        }
        return missing;
    }

    /** Single ones and ranges. */
    private static Set<String> named(String words) {
        Set<String> names = new TreeSet<>();
        for (String word : words.split("[ ,]+")) {
            Matcher range = RANGE.matcher(word);
            if (range.matches()) {
                int first = Integer.parseInt(range.group(2));
                int last = range.group(3) == null ? first : Integer.parseInt(range.group(3));
                for (int number = first; number <= last; number++) {
                    names.add(range.group(1) + number);
                }
            }
        }
        return names;
    }

    private static List<Path> reports() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("."), 4)) {
            return files.filter(file -> file.toString().matches(".*/target/(surefire|failsafe)-reports/TEST-.*\\.xml"))
                    .sorted()
                    .toList();
        }
    }

    private void add(Path report) throws Exception {
        NodeList cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            add((Element) cases.item(i));
        }
    }

    private void add(Element test) {
        if (test.getElementsByTagName("failure").getLength() + test.getElementsByTagName("error").getLength() > 0) {
            failed++;
        } else if (test.getElementsByTagName("skipped").getLength() > 0) {
            skipped++;
            Element reason = (Element) test.getElementsByTagName("skipped").item(0);
            System.out.println("skipped: " + test.getAttribute("name") + ": " + words(reason));
        } else {
            passed++;
            Matcher trap = TRAP.matcher(test.getAttribute("name"));
            if (trap.matches()) {
                traps.computeIfAbsent(trap.group(1), module -> new TreeSet<>()).addAll(List.of(trap.group(2).split(", ")));
            }
        }
    }

    /** As an attribute, or as the first line of an exception. */
    private static String words(Element reason) {
        String message = reason.getAttribute("message");
        return message.isEmpty() ? reason.getTextContent().strip().lines().findFirst().orElse("no reason") : message;
    }

    private void print() {
        traps.forEach((module, names) ->
                System.out.println("traps of " + module + " that ran: " + names.size() + " " + names));
        System.out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
    }
}
