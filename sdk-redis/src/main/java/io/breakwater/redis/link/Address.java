package io.breakwater.redis.link;

import io.lettuce.core.RedisURI;
import java.util.regex.Pattern;

/** Checks a user's address and hides what is secret in it. */
final class Address {

    private static final String RULE = "redis://[[user]:password@]host[:port][/database] or rediss://…";

    private static final Pattern FORM =
            Pattern.compile("rediss?://([^@/?#]*@)?([^@/?#:\\[\\]]+|\\[[0-9a-fA-F:.]+\\])(:[0-9]{1,5})?(/[0-9]*)?");

    private Address() {}

    static RedisURI parse(String uri) {
        if (!FORM.matcher(uri).matches()) {
            throw invalid(uri);
        }
        try {
            return RedisURI.create(uri);
        } catch (RuntimeException e) {
            // The cause is left out: its message holds the whole address, password included.
            throw invalid(uri);
        }
    }

    static String name(RedisURI uri) {
        return "Redis " + uri.getHost() + ":" + uri.getPort();
    }

    private static IllegalArgumentException invalid(String uri) {
        return new IllegalArgumentException("Invalid uri (" + withoutPassword(uri) + "): must be " + RULE);
    }

    private static String withoutPassword(String uri) {
        return uri.replaceFirst("//.*@", "//***@");
    }
}
