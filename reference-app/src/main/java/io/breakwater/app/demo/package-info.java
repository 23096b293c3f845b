/**
 * The demo forum: {@link io.breakwater.app.demo.DemoForum} makes the same users, communities, posts and comments from the
 * same seed every time. Its words are in {@code demo/} on the class path.
 */
@NullMarked
package io.breakwater.app.demo;

import org.jspecify.annotations.NullMarked;
