package io.breakwater.app.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The token that proves that a request with a session cookie was made by one of our own pages. It is a hash of the session's
 * id: every instance can tell it, nobody without the cookie can, and it gives nothing of the id away.
 */
public final class Csrf {

    private static final String PURPOSE = "breakwater csrf ";

    private Csrf() {}

    public static String token(Caller caller) {
        byte[] hash = sha256().digest((PURPOSE + caller.sessionId()).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    static void check(Caller caller, @Nullable String given) {
        if (given == null
                || !MessageDigest.isEqual(
                        token(caller).getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8))) {
            throw Problem.forbidden("A write by cookie needs the header X-CSRF-Token; GET /api/auth/csrf tells it.");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
