package io.breakwater.devservices;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** What a connection needs of the fake: the log, and an answer for each request. */
final class LlmService {

    private final long born = System.nanoTime();
    private final Lock arrival = new ReentrantLock();
    private final LlmLog requests = new LlmLog("arrived");
    private final LlmLog abandoned = new LlmLog("were abandoned");
    private final LlmProvider provider;
    private long count;

    LlmService(LlmProvider provider) {
        this.provider = provider;
    }

    LlmLog requests() {
        return requests;
    }

    LlmLog abandoned() {
        return abandoned;
    }

    /** Numbers, times and places in the log agree. */
    LlmRequest arrived(HttpRequestReader.Request http, long connection) {
        arrival.lock();
        try {
            Duration at = Duration.ofNanos(System.nanoTime() - born);
            LlmRequest request =
                    new LlmRequest(++count, connection, at, http.method(), http.path(), http.headers(), http.body());
            requests.add(request);
            return request;
        } finally {
            arrival.unlock();
        }
    }

    void abandoned(LlmRequest request) {
        abandoned.add(request);
    }

    LlmResponse answer(LlmRequest request) {
        return provider.answer(request);
    }

    LlmResponse refused(LlmError error) {
        return provider.refused(error, 0);
    }
}
