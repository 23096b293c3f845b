package io.breakwater.devservices;

import io.breakwater.devservices.testcontainers.Container;

/** What runs the servers: this machine itself, or a Docker engine on it. */
enum Engine {
    NATIVE,
    DOCKER;

    static final String PROPERTY = "breakwater.devservices";

    private static final String WISH = "-D" + PROPERTY + "=docker";

    /** The user's choice; Docker only when it is there. */
    static Engine chosen() {
        Engine wish = wish();
        if (wish == DOCKER) {
            requireDocker();
        }
        return wish;
    }

    /** For what containers cannot do. */
    static void requireNative(String what) {
        if (wish() == DOCKER) {
            throw new DevServicesException(what + " runs in native servers only: leave out " + WISH);
        }
    }

    private static Engine wish() {
        String value = System.getProperty(PROPERTY, "native");
        Require.that(value.equals("native") || value.equals("docker"), PROPERTY, value, "native or docker");
        return value.equals("native") ? NATIVE : DOCKER;
    }

    private static void requireDocker() {
        try {
            if (!Container.engineAnswers()) {
                throw new DevServicesException(
                        WISH + ", but no Docker engine of this machine answers: start one, or leave"
                                + " the property out for native servers");
            }
        } catch (NoClassDefFoundError e) {
            throw new DevServicesException(
                    WISH + " needs org.testcontainers:testcontainers, which is optional: add that dependency", e);
        }
    }
}
