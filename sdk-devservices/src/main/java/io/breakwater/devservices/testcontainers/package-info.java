/**
 * The servers of {@link io.breakwater.devservices} in containers, through Testcontainers. Not exported: the property
 * {@code breakwater.devservices} is the way in.
 */
@NullMarked
package io.breakwater.devservices.testcontainers;

import org.jspecify.annotations.NullMarked;
