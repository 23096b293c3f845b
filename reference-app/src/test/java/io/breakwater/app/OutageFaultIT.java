package io.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.PostgresNode;
import io.breakwater.devservices.PostgresSpec;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What is served while a part is down, and that it comes back by itself. */
class OutageFaultIT {

    @Test
    void without_the_cache_reads_and_writes_are_served() throws Exception {
        try (RedisServer cache = RedisSpec.disposable().start();
                TestForum forum =
                        TestForum.on(DevServices.postgres(), cache, DevServices.redis(RedisSpec.durable()), 1)) {
            Browserless client = forum.client(0);
            String id = InstancesIT.post(client);
            cache.kill();
            assertThat(client.get("/api/posts/" + id).statusCode()).isEqualTo(200);
            assertThat(client.send("PATCH", "/api/posts/" + id, "{\"title\":\"Edited\"}")
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> ready = client.get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).contains("\"status\":\"degraded\"").contains("\"redisCache\":\"down\"");
            cache.start();
            Eventually.holds(() -> assertThat(InstancesIT.readiness(client)).contains("\"status\":\"up\""));
            Eventually.holds(
                    () -> assertThat(client.get("/api/posts/" + id).headers().firstValue("X-Cache"))
                            .contains("near"));
        }
    }

    @Test
    void without_the_state_anonymous_reads_are_served_and_a_login_is_never_taken_for_nobody() throws Exception {
        try (RedisServer state = RedisSpec.durable().start();
                TestForum forum = TestForum.on(DevServices.postgres(), DevServices.redis(), state, 1)) {
            Browserless signedIn = forum.client(0);
            String id = InstancesIT.post(signedIn);
            Browserless anonymous = forum.client(0);
            state.kill();
            assertThat(anonymous.get("/api/posts/" + id).statusCode()).isEqualTo(200);
            assertThat(anonymous.get("/").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = signedIn.send("PATCH", "/api/posts/" + id, "{\"title\":\"x\"}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.body()).contains("/problems/unavailable");
            state.start();
            Eventually.holds(() ->
                    assertThat(signedIn.get("/api/auth/csrf").statusCode()).isEqualTo(200));
        }
    }

    @Test
    void without_replicas_the_primary_serves_and_without_a_primary_the_replicas_read() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start();
                TestForum forum =
                        TestForum.on(postgres, DevServices.redis(), DevServices.redis(RedisSpec.durable()), 1)) {
            Browserless client = forum.client(0);
            InstancesIT.post(client);
            PostgresNode replica = postgres.replicas().get(0);
            replica.kill();
            assertThat(client.get("/api/feed").statusCode()).isEqualTo(200);
            Eventually.holds(() -> assertThat(InstancesIT.readiness(client)).contains("\"replicas\":\"down\""));
            assertThat(client.get("/api/feed").statusCode()).isEqualTo(200);
            replica.start();
            Eventually.holds(() -> assertThat(InstancesIT.readiness(client)).contains("\"replicas\":\"up\""));

            postgres.primary().kill();
            Eventually.holds(() -> assertThat(InstancesIT.readiness(client)).contains("\"primary\":\"down\""));
            assertThat(client.get("/api/feed").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = client.send(
                    "POST", "/api/communities", "{\"name\":\"" + Browserless.freshName() + "\",\"title\":\"T\"}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("2");
            postgres.primary().start();
            Eventually.holds(() -> assertThat(client.send(
                                    "POST",
                                    "/api/communities",
                                    "{\"name\":\"" + Browserless.freshName() + "\",\"title\":\"T\"}")
                            .statusCode())
                    .isEqualTo(201));
        }
    }

    @Test
    void with_everything_down_it_starts_says_so_and_serves_when_they_come() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(0).start();
                RedisServer cache = RedisSpec.disposable().start();
                RedisServer state = RedisSpec.durable().start()) {
            postgres.createDatabase("late");
            Config config = TestForum.config(postgres, "late", cache, state);
            cache.kill();
            state.kill();
            postgres.primary().kill();
            try (Forum forum = Forum.start(config)) {
                Browserless client = new Browserless(forum.port());
                assertThat(client.get("/health/live").statusCode()).isEqualTo(200);
                assertThat(client.get("/health/ready").statusCode()).isEqualTo(503);
                assertThat(client.get("/api/feed").statusCode()).isEqualTo(503);
                cache.start();
                state.start();
                postgres.primary().start();
                Eventually.holds(() ->
                        assertThat(client.get("/health/ready").statusCode()).isEqualTo(200));
                Eventually.holds(
                        () -> assertThat(client.get("/api/feed").statusCode()).isEqualTo(200));
            }
        }
    }

    @Test
    void a_commit_that_no_replica_confirms_is_answered_as_unknown() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1)
                        .with("synchronous_standby_names", "ANY 1 (pg2)")
                        .start();
                TestForum forum =
                        TestForum.on(postgres, DevServices.redis(), DevServices.redis(RedisSpec.durable()), 1)) {
            Browserless client = forum.client(0);
            client.signUp();
            postgres.replicas().get(0).pause();
            String body = "{\"name\":\"" + Browserless.freshName() + "\",\"title\":\"T\"}";
            HttpResponse<String> unknown = client.send("POST", "/api/communities", body);
            assertThat(unknown.statusCode()).isEqualTo(503);
            assertThat(unknown.body()).contains("outcome: unknown");
            assertThat(unknown.headers().firstValue("Retry-After")).contains("2");
            postgres.replicas().get(0).resume();
            Eventually.holds(() -> assertThat(
                            client.send("POST", "/api/communities", body).statusCode())
                    .isIn(201, 409));
        }
    }

    @Test
    void a_replica_that_hangs_holds_up_no_read_for_long() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(2).start();
                TestForum forum =
                        TestForum.on(postgres, DevServices.redis(), DevServices.redis(RedisSpec.durable()), 1)) {
            Browserless client = forum.client(0);
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/api/feed").statusCode()).isEqualTo(200);
            }
            postgres.replicas().get(0).pause();
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/api/feed").statusCode()).isEqualTo(200);
            }
            postgres.replicas().get(0).resume();
        }
    }
}
