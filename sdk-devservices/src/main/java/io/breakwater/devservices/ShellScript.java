package io.breakwater.devservices;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The shell scripts that come with this module. */
final class ShellScript {

    private ShellScript() {}

    static String named(String name) {
        try (InputStream script = ShellScript.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new DevServicesException("Missing " + name + " in the jar of sdk-devservices");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DevServicesException("Cannot read " + name, e);
        }
    }
}
