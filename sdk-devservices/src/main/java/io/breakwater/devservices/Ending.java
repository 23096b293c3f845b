package io.breakwater.devservices;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How several servers end together. */
final class Ending {

    private Ending() {}

    /** Ends each server, whatever happens to the others; then throws the first failure, with the others in it. */
    static <T> void each(List<T> servers, Consumer<T> end) {
        List<RuntimeException> failures = new ArrayList<>();
        for (T server : servers) {
            try {
                end.accept(server);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Runs the start of servers, and ends them when that fails. */
    static void ifFails(Runnable start, Runnable end) {
        try {
            start.run();
        } catch (RuntimeException e) {
            try {
                end.run();
            } catch (RuntimeException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }
}
