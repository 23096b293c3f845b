package io.breakwater.app.ops;

import io.breakwater.app.web.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The OpenAPI document of what is served. */
public final class OpenApi {

    private static final String RESOURCE = "/openapi.json";

    private OpenApi() {}

    public static List<Route> routes() {
        byte[] document = read();
        return List.of(Route.get(
                RESOURCE, context -> context.contentType("application/json").result(document)));
    }

    /** The document's bytes. */
    public static byte[] read() {
        try (InputStream stream = Objects.requireNonNull(OpenApi.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
