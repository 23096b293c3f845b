package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RawClient.Answer;
import java.io.EOFException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake as a server: whom it answers and whom it refuses, what it logs, how it ends. */
class FakeLlmServerIT {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        OPENAI    | POST | /v1/chat/completions | no        | {}                                               | 401 | invalid_request_error
        ANTHROPIC | POST | /v1/messages         | no        | {}                                               | 401 | authentication_error
        ANTHROPIC | POST | /v1/messages         | x-api-key | {}                                               | 400 | invalid_request_error
        OPENAI    | POST | /v1/completions      | all       | {}                                               | 404 | invalid_request_error
        ANTHROPIC | POST | /messages            | all       | {}                                               | 404 | not_found_error
        OPENAI    | GET  | /v1/chat/completions | all       |                                                  | 405 | invalid_request_error
        OPENAI    | POST | /v1/chat/completions | all       | {"model"                                         | 400 | invalid_request_error
        OPENAI    | POST | /v1/chat/completions | all       | []                                               | 400 | invalid_request_error
        OPENAI    | POST | /v1/chat/completions | all       | {"messages":[{"role":"user"}]}                   | 400 | invalid_request_error
        OPENAI    | POST | /v1/chat/completions | all       | {"model":"m","messages":[]}                      | 400 | invalid_request_error
        OPENAI    | POST | /v1/chat/completions | all       | {"model":"m","messages":[{"role":"x"}]}          | 400 | invalid_request_error
        ANTHROPIC | POST | /v1/messages         | all       | {"model":"m","messages":[{"role":"user"}]}       | 400 | invalid_request_error
        ANTHROPIC | POST | /v1/messages         | all       | {"model":"m","max_tokens":1,"messages":[{"role":"system"}]} | 400 | invalid_request_error
        OPENAI    | POST | /v1/chat/completions | all       | {"model":"n","messages":[{"role":"user"}]}       | 404 | invalid_request_error
        ANTHROPIC | POST | /v1/messages         | all       | {"model":"n","max_tokens":1,"messages":[{"role":"user"}]}   | 404 | not_found_error
        """)
    void wrong_requests_are_refused_and_take_nothing_from_the_script(
            Vendor vendor, String method, String path, String headers, String body, int status, String type)
            throws Exception {
        try (FakeLlm fake = vendor.start();
                RawClient client = new RawClient(fake, vendor)) {
            fake.models("m", "some-model");
            fake.next(LlmReply.text("scripted"));
            String sent = body == null ? "" : body;
            client.send(method + " " + path + " HTTP/1.1\r\n" + headers(vendor, headers) + "content-length: "
                    + sent.length() + "\r\n\r\n" + sent);
            Answer answer = client.answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(status);
            assertThat(answer.json().at("/error/type").stringValue()).isEqualTo(type);
            client.post(vendor.request("Hi"));
            assertThat(vendor.text(client.answer().json())).isEqualTo("scripted");
        }
    }

    private static String headers(Vendor vendor, String which) {
        return switch (which) {
            case "all" -> vendor.headers;
            case "no" -> "";
            default -> which + ": test-key\r\n";
        };
    }

    @Test
    void replies_come_from_the_queue_first_then_in_turn() throws Exception {
        try (FakeLlm fake = FakeLlm.openAi();
                RawClient client = new RawClient(fake, Vendor.OPENAI)) {
            fake.flap(LlmReply.error(503));
            fake.next(2, LlmReply.error(429));
            assertThat(statuses(client, 6)).containsExactly(429, 429, 503, 200, 503, 200);
            fake.respond(request -> LlmReply.error(400 + (int) request.number()));
            assertThat(statuses(client, 2)).containsExactly(407, 408);
            fake.respond(request -> {
                throw new IllegalStateException("of the test");
            });
            client.post(Vendor.OPENAI.request("Hi"));
            Answer failed = client.answer();
            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.json().at("/error/message").stringValue())
                    .isEqualTo("The rule of the fake failed: java.lang.IllegalStateException: of the test");
        }
    }

    private static List<Integer> statuses(RawClient client, int count) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            client.post(Vendor.OPENAI.request("Hi"));
            statuses.add(client.answer().status());
        }
        return statuses;
    }

    @Test
    void requests_are_logged_as_they_came() throws Exception {
        try (FakeLlm fake = FakeLlm.openAi()) {
            try (RawClient client = new RawClient(fake, Vendor.OPENAI)) {
                client.post("/proxy/v1/chat/completions?x=1", Vendor.OPENAI.headers + "X-Two: a\r\nx-two: b\r\n", "{}");
                client.answer();
                client.post(Vendor.OPENAI.request("Grüße"));
                client.answer();
            }
            RawClient.exchange(fake, Vendor.OPENAI, Vendor.OPENAI.request("Hi"));
            List<LlmRequest> requests = fake.awaitRequests(3, BOUND);
            assertThat(requests).extracting(LlmRequest::number).containsExactly(1L, 2L, 3L);
            assertThat(requests).extracting(LlmRequest::connection).containsExactly(1L, 1L, 2L);
            assertThat(requests).extracting(LlmRequest::at).isSorted();
            assertThat(requests.get(0).path()).isEqualTo("/proxy/v1/chat/completions?x=1");
            assertThat(requests.get(0).header("X-TWO")).contains("a, b");
            assertThat(requests.get(0)).hasToString("#1 POST /proxy/v1/chat/completions?x=1 (2 characters)");
            assertThat(requests.get(1).body()).contains("Grüße");
            assertThat(fake.connections()).isEqualTo(2);
            assertThatThrownBy(() -> fake.awaitRequests(4, Duration.ofMillis(1)))
                    .isInstanceOf(DevServicesException.class)
                    .hasMessage("3 of 4 requests arrived within 1 ms");
        }
    }

    @Test
    void a_killed_provider_refuses_and_comes_back_on_its_port() throws Exception {
        try (FakeLlm fake = FakeLlm.openAi();
                RawClient idle = new RawClient(fake, Vendor.OPENAI)) {
            idle.post(Vendor.OPENAI.request("Hi"));
            idle.answer();
            fake.kill();
            assertThat(idle.rest()).isEmpty();
            assertThatThrownBy(() -> new RawClient(fake, Vendor.OPENAI)).isInstanceOf(ConnectException.class);
            fake.start();
            assertThat(RawClient.exchange(fake, Vendor.OPENAI, Vendor.OPENAI.request("Hi"))
                            .status())
                    .isEqualTo(200);
            assertThat(fake.requests()).hasSize(2);
        }
    }

    @Test
    void a_body_that_is_too_large_is_refused_while_it_is_still_sent() throws Exception {
        try (FakeLlm fake = FakeLlm.anthropic();
                RawClient client = new RawClient(fake, Vendor.ANTHROPIC)) {
            client.post(
                    Vendor.ANTHROPIC.path, Vendor.ANTHROPIC.headers, "x".repeat(HttpRequestReader.LARGEST_BODY + 1));
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.json().at("/error/type").stringValue()).isEqualTo("request_too_large");
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(client.rest()).isEmpty();
            assertThat(fake.requests()).isEmpty();
        }
    }

    @Test
    void bodies_in_chunks_and_clients_that_ask_first_are_served() throws Exception {
        try (FakeLlm fake = FakeLlm.openAi();
                RawClient client = new RawClient(fake, Vendor.OPENAI)) {
            String body = Vendor.OPENAI.request("Hi").toString();
            client.send("POST /v1/chat/completions HTTP/1.1\r\n" + Vendor.OPENAI.headers
                    + "transfer-encoding: chunked\r\nexpect: 100-continue\r\n\r\n");
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.line()).isEmpty();
            client.send(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(fake.requests().get(0).body()).isEqualTo(body);
        }
    }

    @Test
    void a_request_sent_ahead_waits_for_its_turn() throws Exception {
        try (FakeLlm fake = FakeLlm.openAi();
                RawClient client = new RawClient(fake, Vendor.OPENAI)) {
            Duration pause = Duration.ofMillis(60);
            fake.next(LlmReply.text("first").but(LlmFault.pause(pause)), LlmReply.text("second"));
            client.post(Vendor.OPENAI.request("Hi"));
            client.post(Vendor.OPENAI.request("Hi"));
            assertThat(Vendor.OPENAI.text(client.answer().json())).isEqualTo("first");
            assertThat(Vendor.OPENAI.text(client.answer().json())).isEqualTo("second");
            List<LlmRequest> requests = fake.requests();
            assertThat(requests.get(1).at().minus(requests.get(0).at())).isGreaterThanOrEqualTo(pause);
        }
    }

    @Test
    void many_clients_at_once_are_counted_exactly() throws Exception {
        try (FakeLlm fake = FakeLlm.openAi()) {
            fake.flap(LlmReply.error(503));
            ExecutorService clients = Executors.newFixedThreadPool(8);
            try {
                List<Future<List<Integer>>> answers =
                        clients.invokeAll(Collections.nCopies(8, () -> statusesOfOwnConnection(fake, 50)));
                List<Integer> statuses = new ArrayList<>();
                for (Future<List<Integer>> each : answers) {
                    statuses.addAll(each.get());
                }
                assertThat(Collections.frequency(statuses, 200)).isEqualTo(200);
                assertThat(Collections.frequency(statuses, 503)).isEqualTo(200);
            } finally {
                clients.shutdownNow();
            }
            assertThat(fake.connections()).isEqualTo(8);
            assertThat(fake.requests())
                    .extracting(LlmRequest::number)
                    .isEqualTo(LongStream.rangeClosed(1, 400).boxed().toList());
        }
    }

    private static List<Integer> statusesOfOwnConnection(FakeLlm fake, int count) throws Exception {
        try (RawClient client = new RawClient(fake, Vendor.OPENAI)) {
            return statuses(client, count);
        }
    }

    @Test
    void a_rule_may_kill_its_own_provider() throws Exception {
        try (FakeLlm fake = FakeLlm.openAi()) {
            fake.respond(request -> {
                fake.kill();
                return LlmReply.echo();
            });
            long begun = System.nanoTime();
            assertThatThrownBy(() -> RawClient.exchange(fake, Vendor.OPENAI, Vendor.OPENAI.request("Hi")))
                    .isInstanceOf(EOFException.class);
            fake.kill();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("it did not wait for itself, which would take 5 s")
                    .isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void closing_ends_its_threads_whatever_they_are_about() throws Exception {
        FakeLlm fake = FakeLlm.anthropic();
        fake.next(LlmReply.echo().but(LlmFault.stall()));
        try (RawClient idle = new RawClient(fake, Vendor.ANTHROPIC);
                RawClient stalled = new RawClient(fake, Vendor.ANTHROPIC)) {
            stalled.post(Vendor.ANTHROPIC.stream("Hi"));
            assertThat(stalled.line()).startsWith("HTTP/1.1 200");
            idle.post(Vendor.ANTHROPIC.request("Hi"));
            assertThat(idle.answer().status()).isEqualTo(200);
            assertThat(threadsOf(fake)).hasSize(3);
            fake.close();
            assertThat(threadsOf(fake)).isEmpty();
            fake.close();
            assertThat(fake.abandoned()).as("the client did not go").isEmpty();
        }
    }

    private static Set<String> threadsOf(FakeLlm fake) {
        String prefix = fake.toString().replaceFirst(".*:(\\d+).*", "breakwater-llm-$1-");
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
    }
}
