/** Registering, signing in and out, and profiles. */
@NullMarked
package io.breakwater.app.accounts;

import org.jspecify.annotations.NullMarked;
