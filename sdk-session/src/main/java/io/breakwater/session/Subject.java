package io.breakwater.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Whose session it is: text that becomes UTF-8 and comes back the same, so that no two subjects are one in Redis. */
record Subject(String text) {

    private static final int LONGEST = 200;

    static Subject of(String text) {
        Require.that(hasLength(text), "length of subject", text.length(), "1 to 200");
        Require.that(UTF_8.newEncoder().canEncode(text), "subject", text, "well-formed Unicode");
        return new Subject(text);
    }

    static Optional<Subject> read(byte[] stored) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(stored)).toString();
            return hasLength(text) ? Optional.of(new Subject(text)) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    byte[] bytes() {
        return text.getBytes(UTF_8);
    }

    private static boolean hasLength(String text) {
        return !text.isEmpty() && text.length() <= LONGEST;
    }
}
