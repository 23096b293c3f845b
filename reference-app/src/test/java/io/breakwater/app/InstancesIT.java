package io.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two instances on the same servers. */
class InstancesIT {

    @Test
    void a_post_made_on_one_instance_is_read_on_the_other_through_replica_and_cache() throws Exception {
        try (RedisServer cache = RedisSpec.disposable().start();
                TestForum forum =
                        TestForum.on(DevServices.postgres(), cache, DevServices.redis(RedisSpec.durable()), 2)) {
            Browserless writer = forum.client(0);
            Browserless reader = forum.client(1);
            String id = post(writer);

            HttpResponse<String> fromDatabase = writer.get("/api/posts/" + id);
            assertThat(xCache(fromDatabase)).isEqualTo("miss");
            assertThat(Browserless.json(fromDatabase).path("title").asString()).isEqualTo("Made on the first");
            assertThat(xCache(writer.get("/api/posts/" + id))).isEqualTo("near");

            HttpResponse<String> fromRedis = reader.get("/api/posts/" + id);
            assertThat(xCache(fromRedis)).isEqualTo("store");
            assertThat(fromRedis.body()).isEqualTo(fromDatabase.body());
            assertThat(xCache(reader.get("/api/posts/" + id))).isEqualTo("near");

            cache.kill();
            cache.start();
            TestForum other = forum;
            Eventually.holds(() -> assertThat(readiness(other.client(1))).contains("\"redisCache\":\"up\""));
            double before = replicaReads(reader);
            // What was read before the outage is forgotten when Redis has come back without its data.
            Eventually.holds(
                    () -> assertThat(xCache(reader.get("/api/posts/" + id))).isEqualTo("miss"));
            assertThat(replicaReads(reader)).isGreaterThan(before);
        }
    }

    @Test
    void metrics_tell_of_caches_nodes_and_requests_and_never_of_what_was_asked_for() throws Exception {
        try (TestForum forum = TestForum.shared()) {
            Browserless client = forum.client(0);
            client.get("/api/posts/987654");
            client.get("/no/such/path/" + Browserless.freshName());
            Eventually.holds(() -> assertThat(client.get("/metrics").body())
                    .contains("cache_tier_gets_total{cache=\"posts\"")
                    .contains("breakwater_dbrouting_connections_total{")
                    .contains("breakwater_redis_servers{redis=\"state\",state=\"connected\"} 1.0")
                    .contains("uri=\"/api/posts/{id}\"")
                    .contains("jvm_memory_used_bytes")
                    .doesNotContain("987654")
                    .doesNotContain("no/such/path"));
        }
    }

    @Test
    void the_pages_carry_their_security_headers() throws Exception {
        try (TestForum forum = TestForum.shared()) {
            for (String path : new String[] {"/", "/login", "/communities", "/api/feed", "/nothing"}) {
                HttpResponse<String> page = forum.client(0).get(path);
                assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                        .contains("default-src 'none'")
                        .contains("frame-ancestors 'none'")
                        .doesNotContain("unsafe");
                assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
                assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
                assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
                assertThat(page.headers().firstValue("Server")).isEmpty();
            }
            HttpResponse<String> style = forum.client(0).get("/assets/app.css");
            assertThat(style.headers().firstValue("Cache-Control")).contains("public, max-age=3600");
        }
    }

    @Test
    void hostile_text_is_shown_as_text() throws Exception {
        try (TestForum forum = TestForum.shared()) {
            Browserless client = forum.client(0);
            client.signUp();
            String name = Browserless.freshName();
            client.send(
                    "POST", "/api/communities", "{\"name\":\"" + name + "\",\"title\":\"<script>alert(1)</script>\"}");
            String body =
                    "{\"title\":\"\\\" onmouseover=alert(2) <b>\",\"body\":\"</div><img src=x onerror=alert(3)>\"}";
            String id = Browserless.json(client.send("POST", "/api/communities/" + name + "/posts", body))
                    .path("id")
                    .asString();
            Map<String, String> shown = Map.of(
                    "/c/" + name,
                    "&lt;script&gt;alert(1)",
                    "/c/" + name + "/posts/" + id,
                    "&lt;img src=x onerror=alert(3)&gt;",
                    "/communities",
                    "&lt;script&gt;alert(1)");
            for (String path : shown.keySet()) {
                Eventually.holds(() -> assertThat(client.get(path).body())
                        .contains(shown.get(path))
                        .doesNotContain("<script>")
                        .doesNotContain("<img src=x")
                        .doesNotContain("<b>\""));
            }
        }
    }

    @Test
    void forms_need_their_token_or_our_own_origin() throws Exception {
        try (TestForum forum = TestForum.shared()) {
            Browserless client = forum.client(0);
            String name = client.signUp();
            client.token("");
            assertThat(client.form("/submit", Map.of("community", "any", "title", "t", "body", "b"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(client.form("/logout", Map.of()).statusCode()).isEqualTo(403);
            HttpResponse<String> foreign = client.send(
                    "POST",
                    "/login",
                    "username=" + name + "&password=long+enough",
                    Map.of(
                            "Content-Type", "application/x-www-form-urlencoded",
                            "Origin", "https://evil.example"));
            assertThat(foreign.statusCode()).isEqualTo(403);
            HttpResponse<String> hidden = client.send(
                    "POST",
                    "/login",
                    "username=" + name + "&password=long+enough",
                    Map.of("Content-Type", "application/x-www-form-urlencoded", "Origin", "null"));
            assertThat(hidden.statusCode()).isEqualTo(403);
            HttpResponse<String> own = client.form("/login", Map.of("username", name, "password", "long enough"));
            assertThat(own.statusCode()).isEqualTo(303);
        }
    }

    @Test
    void outside_the_demo_cookies_are_for_tls_alone_and_metrics_are_elsewhere() throws Exception {
        Config demo = TestForum.config(
                DevServices.postgres(), "postgres", DevServices.redis(), DevServices.redis(RedisSpec.durable()));
        Config real =
                new Config(0, 0, demo.databaseUrls(), demo.redisCacheUrl(), demo.redisStateUrl(), true, false, 200);
        try (Forum forum = Forum.start(real)) {
            Browserless client = new Browserless(forum.port());
            assertThat(client.get("/metrics").statusCode()).isEqualTo(404);
            String name = client.signUp();
            HttpResponse<String> login = client.token("")
                    .send("POST", "/api/auth/login", "{\"username\":\"" + name + "\",\"password\":\"long enough\"}");
            assertThat(login.headers().firstValue("Set-Cookie").orElseThrow())
                    .matches("__Host-sid=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax; Max-Age=28800; Secure");
        }
    }

    static String post(Browserless writer) throws Exception {
        writer.signUp();
        String name = Browserless.freshName();
        writer.send("POST", "/api/communities", "{\"name\":\"" + name + "\",\"title\":\"T\"}");
        return Browserless.json(writer.send(
                        "POST",
                        "/api/communities/" + name + "/posts",
                        "{\"title\":\"Made on the first\",\"body\":\"\"}"))
                .path("id")
                .asString();
    }

    static String xCache(HttpResponse<String> response) {
        return response.headers().firstValue("X-Cache").orElse("");
    }

    static String readiness(Browserless client) throws Exception {
        return client.get("/health/ready").body();
    }

    private static double replicaReads(Browserless client) throws Exception {
        return client.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("breakwater_dbrouting_connections_total")
                        && line.contains("target=\"read\"")
                        && !line.contains("node=\"pg1\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
