package io.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The subjects of a run, from before its first round to after its last. */
final class OpenSubjects implements AutoCloseable {

    private final List<Subject> opened = new ArrayList<>();

    Subject open(Supplier<Subject> opening) {
        Subject subject = opening.get();
        opened.add(subject);
        return subject;
    }

    /** The last first. */
    @Override
    public void close() {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }
}
