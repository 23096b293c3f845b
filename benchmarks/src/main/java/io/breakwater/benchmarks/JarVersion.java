package io.breakwater.benchmarks;

import java.security.CodeSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a library that is on the class path, by the name of its jar. */
public final class JarVersion {

    private static final Pattern JAR = Pattern.compile("[^/]*?-(\\d[^/]*)\\.jar$");
    private static final String UNKNOWN = "unknown";

    private JarVersion() {}

    /**
     * The version of the jar that a class came from.
     *
     * @param type any class of the library
     * @return for example {@code 3.3.1}, or {@code unknown} if it did not come from a jar with a version in its name
     */
    public static String of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? UNKNOWN : in(source.getLocation().getPath());
    }

    static String in(String path) {
        Matcher matcher = JAR.matcher(path);
        return matcher.find() ? matcher.group(1) : UNKNOWN;
    }
}
