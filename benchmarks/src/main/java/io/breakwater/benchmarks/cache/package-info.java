/** Reading a value that is in this JVM: {@link io.breakwater.benchmarks.cache.CacheArea}. */
@NullMarked
package io.breakwater.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
