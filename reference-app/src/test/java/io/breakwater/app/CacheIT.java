package io.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What one instance changes is what the others show. */
class CacheIT {

    private static final long BEYOND_ANY_SHORT_NEAR_LIFE = TimeUnit.MILLISECONDS.toNanos(2_500);

    @Test
    void an_edit_on_one_instance_takes_the_post_out_of_the_others_memory_and_nothing_else_does() throws Exception {
        try (RedisServer cache = RedisSpec.disposable().start();
                TestForum forum =
                        TestForum.on(DevServices.postgres(), cache, DevServices.redis(RedisSpec.durable()), 2)) {
            Browserless writer = forum.client(0);
            Browserless reader = forum.client(1);
            String path = "/api/posts/" + InstancesIT.post(writer);
            assertThat(title(reader, path)).isEqualTo("Made on the first");

            long end = System.nanoTime() + BEYOND_ANY_SHORT_NEAR_LIFE;
            while (System.nanoTime() < end) {
                assertThat(InstancesIT.xCache(reader.get(path))).isEqualTo("near");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }

            for (String title : new String[] {"Edited", "Edited again"}) {
                edit(writer, path, title);
                assertThat(title(writer, path)).isEqualTo(title);
                Eventually.holds(() -> assertThat(title(reader, path)).isEqualTo(title));
                assertThat(InstancesIT.xCache(reader.get(path))).isEqualTo("near");
                assertThat(title(reader, path)).isEqualTo(title);
            }
            assertThat(reader.get("/metrics").body()).contains("breakwater_cache_heard_total{cache=\"posts\"} ");
        }
    }

    @Test
    void a_deleted_post_is_gone_on_the_other_instance_too() throws Exception {
        try (RedisServer cache = RedisSpec.disposable().start();
                TestForum forum =
                        TestForum.on(DevServices.postgres(), cache, DevServices.redis(RedisSpec.durable()), 2)) {
            Browserless writer = forum.client(0);
            Browserless reader = forum.client(1);
            String path = "/api/posts/" + InstancesIT.post(writer);
            assertThat(reader.get(path).statusCode()).isEqualTo(200);

            assertThat(writer.send("DELETE", path, "").statusCode()).isEqualTo(204);
            assertThat(writer.get(path).statusCode()).isEqualTo(404);
            Eventually.holds(() -> assertThat(reader.get(path).statusCode()).isEqualTo(404));
        }
    }

    @Test
    void what_was_asked_for_before_it_was_there_is_there_once_it_is_made() throws Exception {
        try (RedisServer cache = RedisSpec.disposable().start();
                TestForum forum =
                        TestForum.on(DevServices.postgres(), cache, DevServices.redis(RedisSpec.durable()), 2)) {
            Browserless writer = forum.client(0);
            Browserless reader = forum.client(1);
            String next = "/api/posts/" + (Long.parseLong(InstancesIT.post(writer)) + 1);
            for (Browserless client : new Browserless[] {writer, reader, writer, reader}) {
                assertThat(client.get(next).statusCode()).isEqualTo(404);
            }
            InstancesIT.post(writer);
            assertThat(writer.get(next).statusCode()).isEqualTo(200);
            Eventually.holds(() -> assertThat(reader.get(next).statusCode()).isEqualTo(200));

            String name = Browserless.freshName();
            String profile = "/api/users/" + name;
            for (Browserless client : new Browserless[] {writer, reader, writer, reader}) {
                assertThat(client.get(profile).statusCode()).isEqualTo(404);
            }
            String account = "{\"username\":\"" + name + "\",\"email\":\"" + name
                    + "@example.org\",\"password\":\"long enough\"}";
            assertThat(writer.send("POST", "/api/auth/register", account).statusCode())
                    .isEqualTo(201);
            assertThat(writer.get(profile).statusCode()).isEqualTo(200);
            Eventually.holds(() -> assertThat(reader.get(profile).statusCode()).isEqualTo(200));
        }
    }

    static void edit(Browserless writer, String path, String title) throws Exception {
        assertThat(writer.send("PATCH", path, "{\"title\":\"" + title + "\"}").statusCode())
                .isEqualTo(200);
    }

    static String title(Browserless client, String path) throws Exception {
        return Browserless.json(client.get(path)).path("title").asString();
    }
}
