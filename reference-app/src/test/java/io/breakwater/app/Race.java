package io.breakwater.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;

/** The same call from several threads at once. */
final class Race {

    private Race() {}

    static <T> List<T> of(int runners, Runner<T> runner) throws Exception {
        CyclicBarrier start = new CyclicBarrier(runners);
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (int i = 0; i < runners; i++) {
            int number = i;
            FutureTask<T> task = new FutureTask<>(() -> {
                start.await();
                return runner.run(number);
            });
            tasks.add(task);
            new Thread(task, "runner-" + i).start();
        }
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            results.add(task.get());
        }
        return results;
    }

    interface Runner<T> {
        T run(int number) throws Exception;
    }
}
