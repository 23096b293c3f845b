package io.breakwater.app.demo;

import io.breakwater.app.ops.OpenApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exercises every operation of the OpenAPI document over all instances, as a client would, and fails on one that it missed:
 * what is written on one instance is read on the others.
 */
final class Check {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration FOLLOWED_WITHIN = Duration.ofSeconds(5);
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final List<Client> clients;
    private final Set<String> exercised = new TreeSet<>();
    private int failures;

    Check(HttpClient http, List<URI> instances) {
        this.clients = instances.stream().map(uri -> new Client(http, uri)).toList();
    }

    int run() throws IOException, InterruptedException {
        Client first = clients.get(0);
        Client last = clients.get(clients.size() - 1);
        String name = "check_" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
        Map<String, String> account =
                Map.of("username", name, "email", name + "@example.org", "password", "long enough");

        operations(first);
        expect(201, "register", first.post("/api/auth/register", account));
        HttpResponse<String> login = expect(
                200, "login", first.post("/api/auth/login", Map.of("username", name, "password", "long enough")));
        clients.forEach(client -> client.token(text(login, "accessToken")));
        expect(200, "csrf", last.get("/api/auth/csrf"));
        expect(200, "user", last.get("/api/users/" + name));

        communities(first, last, name);
        posts(first, last, name);

        expect(204, "logout", first.post("/api/auth/logout", Map.of()));
        same(
                "a token is refused on the other instance after logout",
                401,
                last.get("/api/auth/csrf").statusCode());
        missed();
        System.out.printf("[check] %d operations exercised, %d failures%n", exercised.size(), failures);
        return failures == 0 ? 0 : 1;
    }

    private void operations(Client client) throws IOException, InterruptedException {
        expect(200, "live", client.get("/health/live"));
        expect(200, "ready", client.get("/health/ready"));
        expect(200, "openapi", client.get("/openapi.json"));
        expect(200, "metrics", client.get("/metrics"));
    }

    private void communities(Client first, Client last, String name) throws IOException, InterruptedException {
        expect(201, "createCommunity", first.post("/api/communities", Map.of("name", name, "title", "A check")));
        expect(200, "communities", last.get("/api/communities?limit=3"));
        expect(200, "community", last.get("/api/communities/" + name));
        expect(200, "editCommunity", first.patch("/api/communities/" + name, Map.of("description", "Made by a check")));
        expect(204, "leave", first.delete("/api/communities/" + name + "/membership"));
        expect(204, "join", first.post("/api/communities/" + name + "/membership", Map.of()));
    }

    /** A post made on the first instance is read there from the database, on the last from Redis, and then from its memory. */
    private void posts(Client first, Client last, String community) throws IOException, InterruptedException {
        double readsBefore = replicaReads(last);
        HttpResponse<String> created = expect(
                201,
                "createPost",
                first.post(
                        "/api/communities/" + community + "/posts", Map.of("title", "Hello", "body", "From a check")));
        String id = text(created, "id");
        String path = "/api/posts/" + id;
        same("a new post comes from the database", "miss", cacheHeader(first.get(path)));
        HttpResponse<String> there = expect(200, "post", last.get(path));
        same("the post reads the same there", created.body(), there.body());
        if (clients.size() > 1) {
            same("it came from Redis", "store", cacheHeader(there));
        }
        same("and then from memory", "near", cacheHeader(last.get(path)));

        String ofCommunity = "/api/communities/" + community + "/posts?sort=new";
        awaitPost(last, ofCommunity, id);
        holds("the community lists the post", lists(expect(200, "communityPosts", last.get(ofCommunity)), id));
        String joined = "/api/feed?joined=true&sort=new";
        awaitPost(last, joined, id);
        holds("the feed lists the post", lists(expect(200, "feed", last.get(joined)), id));
        holds("the feeds were read from a replica", replicaReads(last) > readsBefore);
        edit(first, last, path);
        expect(204, "deletePost", first.delete(path));
        same("a deleted post is gone", 404, first.get(path).statusCode());
        await(() -> last.get(path).statusCode() == 404);
        same("on the other instance too", 404, last.get(path).statusCode());
    }

    /** The last instance has the post in its memory, for minutes if nobody told it of the change. */
    private void edit(Client first, Client last, String path) throws IOException, InterruptedException {
        HttpResponse<String> edited = expect(200, "editPost", first.patch(path, Map.of("body", "Edited by a check")));
        same("an edit is read at once", edited.body(), first.get(path).body());
        await(() -> last.get(path).body().equals(edited.body()));
        same("on the other instance too", edited.body(), last.get(path).body());
    }

    private static void awaitPost(Client client, String path, String id) throws IOException, InterruptedException {
        await(() -> lists(client.get(path), id));
    }

    /** Replicas and other instances follow in their own time; when it is over, things are looked at as they are. */
    private static void await(Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + FOLLOWED_WITHIN.toNanos();
        while (!condition.holds() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static String cacheHeader(HttpResponse<String> response) {
        return response.headers().firstValue("X-Cache").orElse("");
    }

    private static boolean lists(HttpResponse<String> response, String id) {
        return JSON.readTree(response.body())
                .path("items")
                .findValuesAsString("id")
                .contains(id);
    }

    /** Connections that the instance has taken from its replicas. */
    private static double replicaReads(Client client) throws IOException, InterruptedException {
        return client.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("breakwater_dbrouting_connections_total")
                        && line.contains("target=\"read\"")
                        && !line.contains("node=\"pg1\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void missed() throws IOException {
        JsonNode paths = JSON.readTree(OpenApi.read()).path("paths");
        Set<String> all = new TreeSet<>();
        for (JsonNode path : paths) {
            path.properties().stream()
                    .filter(operation -> METHODS.contains(operation.getKey()))
                    .forEach(operation ->
                            all.add(operation.getValue().path("operationId").asString()));
        }
        all.removeAll(exercised);
        same("operations of the document that were not exercised", Set.of(), all);
    }

    private HttpResponse<String> expect(int status, String operation, HttpResponse<String> response) {
        exercised.add(operation);
        boolean good = response.statusCode() == status;
        System.out.printf(
                "[check] %-4s %-16s %s %s %d%n",
                good ? "ok" : "FAIL",
                operation,
                response.request().method(),
                response.request().uri(),
                response.statusCode());
        if (!good) {
            failures++;
            System.out.printf("[check]      expected %d: %s%n", status, response.body());
        }
        return response;
    }

    private void same(String what, Object expected, Object actual) {
        holds(
                expected.equals(actual) ? what : what + ": expected " + expected + " but was " + actual,
                expected.equals(actual));
    }

    private void holds(String what, boolean good) {
        System.out.printf("[check] %-4s %s%n", good ? "ok" : "FAIL", what);
        failures += good ? 0 : 1;
    }

    private static String text(HttpResponse<String> response, String field) {
        return JSON.readTree(response.body()).path(field).asString();
    }
}
