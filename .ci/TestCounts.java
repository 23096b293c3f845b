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

    private static final Pattern TRAP = Pattern.compile("^(cache|ratelimit|db-routing|session|llm) ([A-GX]?\\d+[a-z]?)\\b.*");

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
        System.exit(counts.failed == 0 && counts.passed > 0 ? 0 : 1);
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
                traps.computeIfAbsent(trap.group(1), module -> new TreeSet<>()).add(trap.group(2));
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
