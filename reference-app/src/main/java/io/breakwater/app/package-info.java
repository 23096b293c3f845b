/** A Reddit-style forum that uses all Breakwater libraries; {@link io.breakwater.app.Forum} shows how they are put together. */
@NullMarked
package io.breakwater.app;

import org.jspecify.annotations.NullMarked;
