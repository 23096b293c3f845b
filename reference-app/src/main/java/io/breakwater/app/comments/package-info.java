/** Comments below a post; for now they can be read. */
@NullMarked
package io.breakwater.app.comments;

import org.jspecify.annotations.NullMarked;
