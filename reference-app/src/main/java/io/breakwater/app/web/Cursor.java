package io.breakwater.app.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a list, opaque to clients: which list, and the sort key and id of the last item seen. It stays right while items
 * come and go before it.
 *
 * @param list the list it belongs to
 * @param key the sort key of the last item
 * @param id the last item's id
 */
public record Cursor(String list, String key, String id) {

    private static final String PARAMETER = "cursor";

    /** The cursor of a request for this list, if there is one. */
    public static Optional<Cursor> of(Context context, String list) {
        String given = context.queryParam(PARAMETER);
        if (given == null && String.valueOf(context.queryString()).contains(PARAMETER + "=")) {
            throw bad();
        }
        return given == null ? Optional.empty() : Optional.of(decode(given, list));
    }

    static Cursor decode(String given, String list) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(given), StandardCharsets.UTF_8);
            String[] parts = text.split("\\|", -1);
            if (parts.length == 3 && parts[0].equals(list)) {
                return new Cursor(parts[0], parts[1], parts[2]);
            }
        } catch (IllegalArgumentException e) {
            throw bad();
        }
        throw bad();
    }

    public String encode() {
        byte[] text = (list + "|" + key + "|" + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** The key as a whole number. */
    public int keyAsInt() {
        try {
            return Integer.parseInt(key);
        } catch (NumberFormatException e) {
            throw bad();
        }
    }

    /** The key as a number. */
    public double keyAsDouble() {
        try {
            double number = Double.parseDouble(key);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw bad();
        }
        throw bad();
    }

    /** The id as a number. */
    public long idAsNumber() {
        if (!id.matches("[0-9]{1,18}")) {
            throw bad();
        }
        return Long.parseLong(id);
    }

    /** The id as a name of this form. */
    public String idAsName(Pattern form) {
        if (!form.matcher(id).matches()) {
            throw bad();
        }
        return id;
    }

    private static Problem bad() {
        return Problem.validation(PARAMETER, "is not a cursor of this list");
    }
}
