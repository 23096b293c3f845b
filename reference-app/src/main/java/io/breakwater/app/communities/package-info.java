/** Communities and their members. */
@NullMarked
package io.breakwater.app.communities;

import org.jspecify.annotations.NullMarked;
