/**
 * The harness of {@code ./bench}: measures the libraries beside the bare client and their peers, in one run.
 *
 * <p>An {@link io.breakwater.benchmarks.Area} is one page of results. It measures either with
 * {@link io.breakwater.benchmarks.Load}, a closed loop against real servers, or with
 * {@link io.breakwater.benchmarks.JmhRounds}, where an operation takes nanoseconds; both give
 * {@link io.breakwater.benchmarks.Series}, and from there on all is the same. Whatever is written by an area runs on the
 * threads that its methods name; nothing here is shared between threads otherwise.
 */
@NullMarked
package io.breakwater.benchmarks;

import org.jspecify.annotations.NullMarked;
