package io.breakwater.devservices;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a reply says, before a dialect writes it down. */
sealed interface LlmContent {

    /** A message of the model. What is null follows from the request and from the rest. */
    record Message(
            @Nullable String text,
            List<Call> calls,
            @Nullable String finish,
            @Nullable Tokens tokens,
            @Nullable String usage,
            @Nullable String model)
            implements LlmContent {

        static final Message ECHO = new Message(null, List.of(), null, null, null, null);

        Message text(String text) {
            return new Message(text, calls, finish, tokens, usage, model);
        }

        Message call(String tool, String arguments) {
            List<Call> more = Stream.concat(calls.stream(), Stream.of(new Call(tool, arguments)))
                    .toList();
            return new Message(text, more, finish, tokens, usage, model);
        }

        Message finish(String reason) {
            return new Message(text, calls, reason, tokens, usage, model);
        }

        Message tokens(int input, int output) {
            return new Message(text, calls, finish, new Tokens(input, output), null, model);
        }

        Message usage(String json) {
            return new Message(text, calls, finish, null, json, model);
        }

        Message model(String name) {
            return new Message(text, calls, finish, tokens, usage, name);
        }
    }

    record Failure(LlmError error) implements LlmContent {}

    record Body(int status, String contentType, String text) implements LlmContent {}

    record Call(String tool, String arguments) {}

    record Tokens(int input, int output) {}
}
