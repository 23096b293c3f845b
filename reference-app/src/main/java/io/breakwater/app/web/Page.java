package io.breakwater.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a list, and the opaque cursor of the next part: null at the end. */
public record Page<T>(List<T> items, @Nullable String nextCursor) {}
