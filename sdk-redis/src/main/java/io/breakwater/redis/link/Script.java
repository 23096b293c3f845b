package io.breakwater.redis.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A Lua script and the SHA-1 by which Redis knows it once it has seen it. */
public final class Script {

    private final String source;
    private final String sha;

    private Script(String source) {
        this.source = source;
        this.sha = sha1(source);
    }

    /**
     * Reads a script to its end. The caller opens its own resource: on the module path nobody else may.
     *
     * @param name the resource's name, for example {@code find.lua}
     * @param resource what {@link Class#getResourceAsStream} found
     * @return the script
     * @throws IllegalArgumentException if there is no such resource
     */
    public static Script read(String name, @Nullable InputStream resource) {
        if (resource == null) {
            throw new IllegalArgumentException("Invalid script (" + name + "): must be a resource");
        }
        try (resource) {
            return new Script(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("Invalid script (" + name + "): must be readable", e);
        }
    }

    String source() {
        return source;
    }

    String sha() {
        return sha;
    }

    private static String sha1(String source) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
