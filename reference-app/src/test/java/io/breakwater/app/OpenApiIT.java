package io.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The document says what is served, no more and no less. */
class OpenApiIT {

    @Test
    void every_operation_is_in_the_document_and_every_operation_of_the_document_is_served() throws Exception {
        try (TestForum forum = TestForum.shared()) {
            JsonNode document = Browserless.json(forum.client(0).get("/openapi.json"));
            assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
            Set<String> documented = new TreeSet<>();
            document.path("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .propertyNames()
                            .forEach(method -> documented.add(method + " " + path.getKey())));
            Set<String> served = forum.instance(0).routes().stream()
                    .filter(route -> !isPage(route.path()))
                    .map(route -> route.method().name().toLowerCase(Locale.ROOT) + " " + route.path())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(documented).isEqualTo(served);
        }
    }

    private static boolean isPage(String path) {
        return !path.startsWith("/api/")
                && !path.startsWith("/health/")
                && !path.equals("/metrics")
                && !path.equals("/openapi.json");
    }
}
