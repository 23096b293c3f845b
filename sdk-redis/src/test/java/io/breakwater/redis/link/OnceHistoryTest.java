package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.redis.link.OnceHistory.Told;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The checker finds what it looks for. */
class OnceHistoryTest {

    private final List<String> list = Collections.synchronizedList(new ArrayList<>());

    /** Each caller has gone on after its second append. */
    private OnceHistory history(Told told) throws InterruptedException {
        CountDownLatch thirds = new CountDownLatch(4);
        OnceHistory history = new OnceHistory(name -> {
            Told answer = name.equals("0:1") ? told : Told.DONE;
            list.add(name);
            if (name.endsWith(":3")) {
                thirds.countDown();
            }
            return answer;
        });
        thirds.await();
        history.close();
        return history;
    }

    @Test
    void a_right_history_has_no_fault() throws Exception {
        assertThat(history(Told.DONE).violations(list)).isEmpty();
    }

    @Test
    void what_was_executed_twice_is_found() throws Exception {
        OnceHistory history = history(Told.DONE);
        list.add("1:1");
        assertThat(history.violations(list)).containsExactly("1:1 was executed twice");
    }

    @Test
    void what_was_acknowledged_and_is_lost_is_found() throws Exception {
        OnceHistory history = history(Told.DONE);
        list.remove("2:0");
        assertThat(history.violations(list)).containsExactly("2:0 was acknowledged and is lost");
    }

    @Test
    void what_was_refused_and_is_there_is_found() throws Exception {
        assertThat(history(Told.REFUSED).violations(list)).containsExactly("0:1 was refused and is there");
    }

    @Test
    void what_happened_late_is_found_and_what_happened_in_time_is_right() throws Exception {
        OnceHistory history = history(Told.UNKNOWN);
        assertThat(history.violations(list)).isEmpty();
        list.remove("0:1");
        assertThat(history.violations(list)).isEmpty();
        list.add("0:1");
        assertThat(history.violations(list)).containsExactly("0:1 happened after what its caller did later");
    }
}
