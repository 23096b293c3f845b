package io.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.app.web.Route;
import io.breakwater.app.web.WebServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class GracefulIT {

    @Test
    void a_request_under_way_is_finished_and_new_ones_are_refused() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Route slow = Route.get("/slow", context -> {
            arrived.countDown();
            released.await();
            context.result("done");
        });
        WebServer server =
                WebServer.start(0, List.of(slow), context -> {}, (context, problem) -> {}, (context, millis) -> {});
        int port = server.port();
        Browserless client = new Browserless(port);
        FutureTask<HttpResponse<String>> request = new FutureTask<>(() -> client.get("/slow"));
        new Thread(request).start();
        arrived.await();
        Thread closing = new Thread(server::close);
        closing.start();
        Eventually.holds(
                () -> Assertions.assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class));
        assertThat(request.isDone()).isFalse();
        released.countDown();
        assertThat(request.get().statusCode()).isEqualTo(200);
        assertThat(request.get().body()).isEqualTo("done");
        closing.join();
    }

    @Test
    void an_instance_that_has_ended_leaves_no_thread_behind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (TestForum forum = TestForum.shared()) {
            String id = InstancesIT.post(forum.client(0));
            assertThat(forum.client(1).get("/api/posts/" + id).statusCode()).isEqualTo(200);
            assertThat(ours(before)).isNotEmpty();
        }
        Eventually.holds(() -> assertThat(ours(before)).isEmpty());
    }

    private static List<String> ours(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.matches("breakwater-.*|warming|schema"))
                .toList();
    }

    private static void connect(int port) throws IOException {
        new Socket("localhost", port).close();
    }
}
