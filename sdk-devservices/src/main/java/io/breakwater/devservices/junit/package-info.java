/**
 * Real servers as parameters of JUnit tests. The entry type is
 * {@link io.breakwater.devservices.junit.DevServicesExtension}; it needs {@code org.junit.jupiter:junit-jupiter-api} 6, which
 * is optional for this module.
 *
 * <p>Servers start on the thread that runs the test. One that cannot be started fails the test with a
 * {@link io.breakwater.devservices.DevServicesException}.
 */
@NullMarked
package io.breakwater.devservices.junit;

import org.jspecify.annotations.NullMarked;
