package io.breakwater.app.web;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the fields of one request and reports all that is wrong at once. */
public final class Validation {

    private final List<Problem.FieldError> errors = new ArrayList<>();

    /** A text of so many characters, counted as a person would. */
    public String text(String field, @Nullable String value, int shortest, int longest) {
        if (value == null) {
            return error(field, "is missing");
        }
        int length = value.codePointCount(0, value.length());
        if (length < shortest || length > longest) {
            return error(field, "must have " + shortest + " to " + longest + " characters, not " + length);
        }
        if (value.indexOf('\0') >= 0 || !isUnicode(value)) {
            return error(field, "must be Unicode text without NUL");
        }
        if (shortest > 0 && value.isBlank()) {
            return error(field, "must not be blank");
        }
        return value;
    }

    /** The same for a field that may be left out. */
    public @Nullable String optionalText(String field, @Nullable String value, int shortest, int longest) {
        return value == null ? null : text(field, value, shortest, longest);
    }

    /** A text that matches a pattern; the rule says so in words. */
    public String matching(String field, @Nullable String value, Pattern pattern, String rule) {
        if (value == null) {
            return error(field, "is missing");
        }
        return pattern.matcher(value).matches() ? value : error(field, "must be " + rule);
    }

    /** Any other rule. */
    public void require(boolean valid, String field, String message) {
        if (!valid) {
            error(field, message);
        }
    }

    /** Throws one problem with all errors, if there are any. */
    public void done() {
        if (!errors.isEmpty()) {
            throw Problem.validation(errors);
        }
    }

    private String error(String field, String message) {
        errors.add(new Problem.FieldError(field, message));
        return "";
    }

    /** An unpaired surrogate is a Java string that no database or page can hold. */
    private static boolean isUnicode(String value) {
        try {
            return StandardCharsets.UTF_8
                            .newEncoder()
                            .encode(CharBuffer.wrap(value))
                            .hasRemaining()
                    || value.isEmpty();
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
