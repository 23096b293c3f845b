/** The pages, rendered on the server. */
@NullMarked
package io.breakwater.app.pages;

import org.jspecify.annotations.NullMarked;
