package io.breakwater.devservices;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * An ACL user. Its password is shown by {@link #password()} and {@link #userInfo()} alone.
 *
 * @param name the login name
 * @param password in clear
 * @param rules on keys, channels and commands, as {@code ACL SETUSER} takes them
 */
record RedisUser(String name, String password, List<String> rules) {

    static final String DEFAULT = "default";

    private static final List<String> EVERYTHING = List.of("~*", "&*", "+@all");

    RedisUser {
        Require.that(name.matches("[A-Za-z0-9_.-]{1,64}"), "user", name, "1 to 64 of A-Z a-z 0-9 _ . -");
        Require.that(
                !password.isEmpty() && password.chars().noneMatch(Character::isISOControl),
                "password",
                "hidden",
                "not empty and without control characters");
        rules.forEach(RedisUser::checkRule);
        rules = List.copyOf(rules);
    }

    static RedisUser withAllRights(String name, String password) {
        return new RedisUser(name, password, EVERYTHING);
    }

    /** The arguments of a {@code user} line. A server repeats a faulty one in its log: so the password is hashed. */
    Object[] declaration() {
        List<String> words = new ArrayList<>(List.of(name, "reset", "on", "#" + hash()));
        words.addAll(rules);
        return words.toArray();
    }

    /** As it stands in a URI before the {@code @}. */
    String userInfo() {
        return Stream.of(name, password)
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .reduce((user, secret) -> user + ":" + secret)
                .orElseThrow();
    }

    private String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static void checkRule(String rule) {
        Require.that(
                rule.matches("[-+~&%(@a-z][^\"'\\p{Cntrl}]*") && !rule.equals("nopass"),
                "rule",
                // What begins like this holds a password.
                rule.matches("[><#!].*") ? "hidden" : rule,
                "an ACL rule on keys, channels or commands");
    }

    @Override
    public String toString() {
        return name + rules;
    }
}
