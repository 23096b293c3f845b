/**
 * Real PostgreSQL and Redis servers for tests and demos: native processes from binaries that arrive as Maven
 * dependencies, without Docker and without anything installed by hand. The system property {@code breakwater.devservices=docker}
 * runs PostgreSQL and the standalone Redis in containers instead.
 *
 * <p>The entry type is {@link io.breakwater.devservices.DevServices}. Its servers are started once per JVM, listen on free
 * ports of 127.0.0.1, keep their data in a temporary folder, and die with the JVM, also after its {@code kill -9}. A
 * {@link io.breakwater.devservices.FaultProxy} before a server breaks the network to it. Providers of language models are
 * fakes: {@link io.breakwater.devservices.FakeLlm} speaks their dialects over real HTTP, inside this JVM.
 *
 * <p>Unless a type says otherwise, it may be used by several threads. Starting a server blocks the caller until it answers. What
 * cannot be started or controlled is reported by a {@link io.breakwater.devservices.DevServicesException}, which carries the end
 * of the server's log where that tells more.
 */
@NullMarked
package io.breakwater.devservices;

import org.jspecify.annotations.NullMarked;
