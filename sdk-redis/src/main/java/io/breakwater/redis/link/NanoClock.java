package io.breakwater.redis.link;

/** Elapsed time, in nanoseconds since some moment. */
interface NanoClock {
    long nanos();
}
