package io.breakwater.devservices;

/** Where a server listens, as other servers see it. */
record Address(String host, int port) {}
