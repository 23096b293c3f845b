package io.breakwater.app;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP client as a script would be: a token or cookies, and raw bodies. */
final class Browserless {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private String token = "";

    Browserless(int port) {
        this.base = URI.create("http://localhost:" + port);
    }

    /** A name that no other test uses. */
    static String freshName() {
        return "u" + NUMBER.incrementAndGet() + "_" + Long.toString(System.nanoTime(), 36);
    }

    /** Registers and signs in; from now on the token goes with each request. */
    String signUp() throws Exception {
        String name = freshName();
        String account =
                "{\"username\":\"" + name + "\",\"email\":\"" + name + "@example.org\",\"password\":\"long enough\"}";
        HttpResponse<String> registered = send("POST", "/api/auth/register", account);
        if (registered.statusCode() != 201) {
            throw new AssertionError(registered.body());
        }
        token(json(send("POST", "/api/auth/login", "{\"username\":\"" + name + "\",\"password\":\"long enough\"}"))
                .path("accessToken")
                .asString());
        return name;
    }

    Browserless token(String newToken) {
        token = newToken;
        return this;
    }

    String token() {
        return token;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, body, Map.of("Content-Type", "application/json"));
    }

    HttpResponse<String> send(String method, String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> form(String path, Map<String, String> fields) throws IOException, InterruptedException {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(
                "POST", path, body, Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"));
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }
}
