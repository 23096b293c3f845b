/** Posts and the feeds that list them. */
@NullMarked
package io.breakwater.app.posts;

import org.jspecify.annotations.NullMarked;
