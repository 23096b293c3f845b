package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the threads of loaders, and loaders, may do to those who wait. */
class LoaderExecutorTest {

    private static CacheBuilder<String, String> near() {
        return Cache.<String, String>builder("near").near(1_000).expiry(Duration.ofMinutes(5), 0);
    }

    @Test
    void a_caller_s_timeout_holds_also_while_no_thread_comes_free() {
        try (CacheAside<String, String> cache = near().executor(task -> {}).cacheAside()) {
            CompletableFuture<Lookup<String>> found = cache.lookupAsync(
                            "k",
                            (key, context) -> "never",
                            ReadOptions.defaults().timeout(Duration.ofMillis(50)))
                    .toCompletableFuture();
            assertThatThrownBy(() -> found.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(CacheLoadException.class)
                    .hasMessageContaining("there was no value within 50 ms");
        }
    }

    @Test
    void an_executor_that_fails_does_not_hold_up_the_key() {
        AtomicBoolean fails = new AtomicBoolean(true);
        Executor executor = task -> {
            if (fails.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            new Thread(task).start();
        };
        try (CacheAside<String, String> cache = near().executor(executor).cacheAside()) {
            assertThat(catchThrowable(() -> cache.get("k", key -> "v"))).isInstanceOf(OutOfMemoryError.class);
            fails.set(false);
            assertThat(cache.get("k", key -> "v")).isEqualTo("v");
        }
    }

    @Test
    void an_exception_comes_as_it_is_also_where_futures_have_a_meaning_of_their_own_for_it() {
        try (CacheAside<String, String> cache = near().cacheAside()) {
            for (Exception cause : new Exception[] {new IOException("x"), new TimeoutException("x")}) {
                CompletionException mine = new CompletionException(cause);
                assertThat(catchThrowable(() -> cache.get(cause.toString(), key -> {
                            throw mine;
                        })))
                        .isSameAs(mine);
            }
        }
    }

    @Test
    void it_does_so_without_a_waiting_thread_and_among_several_keys_too() {
        try (CacheAside<String, String> cache = near().cacheAside()) {
            for (Exception cause : new Exception[] {new IOException("x"), new TimeoutException("x")}) {
                CompletionException mine = new CompletionException(cause);
                CompletableFuture<Lookup<String>> found = cache.lookupAsync(
                                "async " + cause,
                                (key, context) -> {
                                    throw mine;
                                },
                                ReadOptions.defaults())
                        .toCompletableFuture();
                assertThat(found.handle((lookup, failure) -> failure).join()).isSameAs(mine);
                Throwable bulk = catchThrowable(() -> cache.getAll(List.of("bulk " + cause), keys -> {
                    throw mine;
                }));
                assertThat(((CacheBulkException) bulk).failures().get("bulk " + cause))
                        .isSameAs(mine);
            }
        }
    }
}
