/**
 * Real PostgreSQL and Redis servers for tests and demos, and fake LLM providers. The doors are
 * {@link io.breakwater.devservices.DevServices} and {@link io.breakwater.devservices.FakeLlm}.
 */
module io.breakwater.devservices {
    requires java.sql;
    requires org.apache.commons.compress;
    requires org.tukaani.xz;
    requires tools.jackson.databind;
    // Optional: only the hidden package io.breakwater.devservices.testcontainers needs them.
    requires static com.github.dockerjava.api;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;
    requires static testcontainers;

    exports io.breakwater.devservices;
    exports io.breakwater.devservices.junit;
}
