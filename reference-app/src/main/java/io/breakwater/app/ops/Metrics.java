package io.breakwater.app.ops;

import io.breakwater.app.web.Route;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;

/** What Prometheus reads. */
public final class Metrics implements AutoCloseable {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    /** A client may send any word as a method, and each would become a meter for ever. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final float NANOS_A_MILLI = 1_000_000f;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    public Metrics() {
        bind(gc);
        bind(new JvmMemoryMetrics());
        bind(new JvmThreadMetrics());
        bind(new ProcessorMetrics());
        bind(new UptimeMetrics());
    }

    public void bind(MeterBinder binder) {
        binder.bindTo(registry);
    }

    public Route route() {
        return Route.get("/metrics", context -> context.contentType(TEXT).result(registry.scrape(TEXT)));
    }

    /** Told of each request when it is over. The path is the route's pattern, never what the client sent. */
    public void requestOver(Context context, float millis) {
        Endpoint endpoint = context.endpoints().matchedHttpEndpoint();
        Timer.builder("http.server.requests")
                .publishPercentileHistogram()
                .tag(
                        "method",
                        METHODS.contains(context.method().name())
                                ? context.method().name()
                                : "OTHER")
                .tag("uri", endpoint == null ? "none" : endpoint.path)
                .tag("status", String.valueOf(context.statusCode()))
                .register(registry)
                .record(Duration.ofNanos((long) (millis * NANOS_A_MILLI)));
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
