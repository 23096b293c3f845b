package io.breakwater.app.web;

import io.breakwater.cache.CacheLoadException;
import io.breakwater.session.SessionStoreUnavailableException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.RequestLogger;
import io.javalin.http.staticfiles.Location;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves routes: security headers on every answer, every failure a problem document or a page that says so. */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final long LARGEST_BODY = 256 * 1024;
    private static final Duration SHUTDOWN_IDLE = Duration.ofMillis(50);
    private static final Duration DRAIN_WITHIN = Duration.ofSeconds(10);

    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final Javalin javalin;

    private WebServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Starts serving.
     *
     * @param port the port, 0 for any free one
     * @param routes what to serve
     * @param beforeApi runs before each request to {@code /api}
     * @param errorPage renders a problem for a browser
     * @param logger is told of each request when it is over
     * @throws io.javalin.util.JavalinBindException if the port is taken
     */
    public static WebServer start(
            int port,
            List<Route> routes,
            Handler beforeApi,
            BiConsumer<Context, Problem> errorPage,
            RequestLogger logger) {
        Javalin javalin = Javalin.create(config -> {
            configure(config, logger);
            config.routes.before(context -> SECURITY_HEADERS.forEach(context::header));
            config.routes.before(WebServer::requireSmallBody);
            config.routes.before("/api/*", beforeApi);
            for (Route route : routes) {
                config.routes.addHttpHandler(route.method(), route.path(), route.handler());
                if (route.method().equals(HandlerType.GET)) {
                    config.routes.addHttpHandler(HandlerType.HEAD, route.path(), route.handler());
                }
            }
            failures(config, errorPage);
            config.routes.after(UnreadBody::take);
        });
        return new WebServer(javalin.start(port));
    }

    private static void configure(JavalinConfig config, RequestLogger logger) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.maxRequestSize = LARGEST_BODY;
        config.http.prefer405over404 = true;
        config.http.defaultContentType = "text/plain";
        config.jetty.modifyServer(WebServer::drainBeforeStop);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.concurrency.useVirtualThreads = Runtime.version().feature() >= 25;
        config.requestLogger.http(logger);
        config.staticFiles.add(files -> {
            files.hostedPath = "/assets";
            files.directory = "/assets";
            files.location = Location.CLASSPATH;
            files.headers = Map.of("Cache-Control", "public, max-age=3600", "X-Content-Type-Options", "nosniff");
        });
    }

    /** Said before anything is read, also where nothing would be. */
    private static void requireSmallBody(Context context) {
        if (context.req().getContentLengthLong() > LARGEST_BODY) {
            throw Problem.ofStatus(413, "The body is over " + LARGEST_BODY / 1024 + " KiB.");
        }
    }

    private static void drainBeforeStop(Server server) {
        server.insertHandler(new GracefulHandler());
        server.setErrorHandler(new Refusals());
        server.setStopTimeout(DRAIN_WITHIN.toMillis());
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle stopping) {
                dropIdleConnections(server);
            }
        });
    }

    private static void dropIdleConnections(Server server) {
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof AbstractConnector accepting) {
                accepting.setShutdownIdleTimeout(SHUTDOWN_IDLE.toMillis());
            }
        }
    }

    /** Javalin's own exceptions are named too, since Javalin has an answer of its own to them. */
    private static void failures(JavalinConfig config, BiConsumer<Context, Problem> errorPage) {
        config.routes.exception(
                HttpResponseException.class, (failure, context) -> answer(context, problem(failure), errorPage));
        config.routes.exception(Exception.class, (failure, context) -> {
            Problem problem = problem(failure);
            if (problem.status() >= 500 && !(failure instanceof Problem)) {
                LOG.warn("{} {} failed", context.method(), printable(context.path()), failure);
            }
            answer(context, problem, errorPage);
        });
    }

    /** A path can hold what would look like another line of the log. */
    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }

    private static void answer(Context context, Problem problem, BiConsumer<Context, Problem> errorPage) {
        if (problem.retryAfterSeconds() > 0) {
            context.header("Retry-After", String.valueOf(problem.retryAfterSeconds()));
        }
        if (!problem.allow().isEmpty()) {
            context.header("Allow", problem.allow());
        }
        if (problem.status() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        if (wantsPage(context)) {
            errorPage.accept(context.status(problem.status()), problem);
        } else {
            Json.answer(context, problem);
        }
    }

    private static boolean wantsPage(Context context) {
        String accept = context.header("Accept");
        return !context.path().startsWith("/api/") && accept != null && accept.contains("text/html");
    }

    private static Problem problem(Exception failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof MethodNotAllowedResponse refused) {
            return Problem.methodNotAllowed(String.valueOf(refused.getDetails().get("availableMethods")));
        }
        if (failure instanceof HttpResponseException response) {
            return Problem.ofStatus(response.getStatus(), String.valueOf(response.getMessage()));
        }
        if (failure instanceof CacheLoadException) {
            return Problem.unavailable("What was asked for cannot be read at the moment.", 1);
        }
        if (failure instanceof SessionStoreUnavailableException) {
            return Problem.unavailable("Sessions cannot be read at the moment.", 1);
        }
        return Problem.internal();
    }

    /** What Jetty refuses before it is a request for us: a broken address, headers that are too large. */
    private static final class Refusals extends ErrorHandler {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            SECURITY_HEADERS.forEach(response.getHeaders()::put);
            response.getHeaders().put("Content-Type", "application/problem+json");
            Problem problem = Problem.ofStatus(response.getStatus(), "The request could not be understood.");
            response.write(true, ByteBuffer.wrap(Json.bytes(problem)), callback);
            return true;
        }
    }

    public int port() {
        return javalin.port();
    }

    /** Takes no new requests, finishes those under way within ten seconds, and stops. */
    @Override
    public void close() {
        javalin.stop();
    }
}
