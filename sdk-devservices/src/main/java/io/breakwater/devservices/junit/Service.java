package io.breakwater.devservices.junit;

import java.util.function.Function;

/** How a type of parameter becomes a server: the two things to start, for all tests of this JVM or for one. */
record Service<S, T extends AutoCloseable>(
        Class<T> type, S disposable, S durable, Function<S, T> shared, Function<S, T> own) {

    T shared(boolean keeps) {
        return shared.apply(spec(keeps));
    }

    T own(boolean keeps) {
        return own.apply(spec(keeps));
    }

    S spec(boolean keeps) {
        return keeps ? durable : disposable;
    }
}
