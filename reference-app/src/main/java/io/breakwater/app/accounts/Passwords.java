package io.breakwater.app.accounts;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Passwords at rest: bcrypt with cost 12. */
public final class Passwords {

    private static final int COST = 12;
    static final int LONGEST_BYTES = 72;

    /** Checked for a name that does not exist, so that it takes as long as for one that does. */
    private static final String NOBODYS = hash("nobody's password");

    private Passwords() {}

    public static String hash(String password) {
        return BCrypt.withDefaults().hashToString(COST, password.toCharArray());
    }

    /** Whether a password is the one of a hash; without a hash it takes as long, and is not. */
    static boolean matches(String password, @Nullable String hash) {
        if (!fits(password)) {
            return false;
        }
        String compared = hash == null ? NOBODYS : hash;
        return BCrypt.verifyer().verify(password.toCharArray(), compared).verified && hash != null;
    }

    static boolean fits(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES;
    }
}
