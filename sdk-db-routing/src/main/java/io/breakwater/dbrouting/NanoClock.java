package io.breakwater.dbrouting;

/** Elapsed time; only differences of two readings mean anything. */
@FunctionalInterface
interface NanoClock {

    NanoClock SYSTEM = System::nanoTime;

    long nanos();
}
