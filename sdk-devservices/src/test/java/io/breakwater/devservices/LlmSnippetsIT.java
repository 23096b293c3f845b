package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of the README's section on fake providers. */
class LlmSnippetsIT {

    private static String ask(FakeLlm llm, String question) throws Exception {
        return RawClient.exchange(llm, Vendor.OPENAI, Vendor.OPENAI.request(question))
                .body();
    }

    @Test
    void first_use() throws Exception {
        try (FakeLlm llm = FakeLlm.openAi()) { // or FakeLlm.anthropic()
            llm.next(LlmReply.text("It is."), LlmReply.error(429).header("retry-after", "2"));
            String answer = ask(llm, "Is it raining?"); // at llm.baseUrl(), with any key
            assertThat(answer).contains("\"content\":\"It is.\"");
            assertThat(ask(llm, "Is it?")).contains("rate_limit_exceeded");
            assertThat(ask(llm, "Really?")).contains("Really?");
            List<LlmRequest> requests = llm.awaitRequests(3, Duration.ofSeconds(5));
            assertThat(requests.get(0).body()).contains("Is it raining?");
        }
    }

    @Test
    void faults() throws Exception {
        try (FakeLlm llm = FakeLlm.openAi()) {
            LlmReply answer = LlmReply.text("one two three");
            llm.next(answer.but(LlmFault.pause(Duration.ofSeconds(3)).afterTokens(0))); // a slow first token
            llm.next(answer.but(LlmFault.stall().afterTokens(2))); // one two, then nothing more
            llm.next(answer.but(LlmFault.cut().afterTokens(2))); // ... then the end of the connection
            llm.next(answer.but(LlmFault.errorEvent(529))); // 200, then "overloaded" as the first event
            llm.next(answer.but(LlmFault.missingEnd())); // no [DONE], no message_stop
            llm.next(
                    3,
                    LlmReply.error(503)
                            .but(LlmFault.pause(Duration.ofSeconds(1)).beforeHead()));
            llm.flap(LlmReply.error(500)); // from then on every other request fails
            assertThat(llm.requests()).isEmpty();
        }
    }

    @Test
    void tools_and_rules() throws Exception {
        try (FakeLlm llm = FakeLlm.openAi()) {
            llm.next(LlmReply.text("").call("weather", "{\"city\":\"Oslo\"}").usage(120, 9));
            llm.respond(request -> request.body().contains("Oslo") ? LlmReply.text("Rain.") : LlmReply.echo());
            assertThat(ask(llm, "Weather?")).contains("\"tool_calls\"", "\"prompt_tokens\":120");
            assertThat(ask(llm, "And in Oslo?")).contains("Rain.");
            assertThat(ask(llm, "Thanks")).contains("Thanks");
        }
    }
}
