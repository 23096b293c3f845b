package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What lies in Redis and cannot be understood. */
class UndecodableIT {

    private final String name = "odd-" + UUID.randomUUID();
    private final Records records = new Records(DevServices.redis().uri(), name);
    private final Node one = Node.on(DevServices.redis().uri());
    private final Node two = Node.on(DevServices.redis().uri());
    private final AtomicInteger loads = new AtomicInteger();
    private final CacheAside<String, String> here = one.ready(cache(one, JsonCodec.of(String.class)));
    private final CacheAside<String, String> there = two.ready(cache(two, JsonCodec.of(String.class)));

    @AfterEach
    void close() {
        one.close();
        two.close();
        records.close();
    }

    @Test
    @DisplayName("cache A18: a value that cannot be decoded is a miss: loaded again, replaced, and counted")
    void broken_values() {
        List<byte[]> strange = List.of(
                bytes(),
                bytes(0),
                bytes(0, 1, 0),
                bytes(0, 9, 0, 1, '"', 'a', '"'),
                bytes(7, 1, 0, 1, '"', 'a', '"'),
                bytes(0, 1, 0, 1, '"', 'a'),
                bytes(2, 1, 0, 1, 0, 0, 0, 9, 1, 2, 3));
        for (int i = 0; i < strange.size(); i++) {
            String key = "key" + i;
            here.put(key, "put");
            records.rewrap(key, strange.get(i));
            assertThat(there.lookup(key, this::load).source()).as(key).isEqualTo(Source.LOADER);
            assertThat(records.get(key).ends()).isPositive();
            assertThat(fromRedis(here, key)).isEqualTo(new Lookup<>("v" + (i + 1), Source.SHARED));
        }
        assertThat(there.stats().undecodable()).isEqualTo(strange.size());
        assertThat(there.stats().loadFailures()).isZero();
    }

    @Test
    @DisplayName("cache A18: the load after a value that cannot be decoded does not overwrite what was put meanwhile")
    void a_put_meanwhile() throws Exception {
        Gate gate = new Gate();
        here.put("key", "put");
        records.rewrap("key", bytes(0, 9, 0, 1));
        Background<String> late = Background.call(() -> there.get("key", key -> {
            gate.pass();
            return load(key);
        }));
        gate.awaitReached();
        here.put("key", "newer");
        gate.open();
        assertThat(late.result()).isEqualTo("v1");
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("newer", Source.SHARED));
    }

    @Test
    @DisplayName("cache A18: what a newer release has written an older one loads itself, and leaves alone")
    void releases_side_by_side() {
        try (CacheAside<String, String> newer =
                two.ready(cache(two, JsonCodec.of(String.class).version(2)))) {
            newer.put("key", "new form");
            assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
            assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
            assertThat(fromRedis(newer, "key")).isEqualTo(new Lookup<>("new form", Source.SHARED));
            assertThat(here.stats().undecodable()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("cache A18: what an older release has written a newer one replaces, once")
    void an_older_release() {
        try (CacheAside<String, String> newer =
                two.ready(cache(two, JsonCodec.of(String.class).version(2)))) {
            here.put("key", "old form");
            assertThat(newer.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
            assertThat(fromRedis(newer, "key")).isEqualTo(new Lookup<>("v1", Source.SHARED));
        }
    }

    @Test
    @DisplayName(
            "cache A18: a record of a format that this release does not know is left alone until it is invalidated")
    void a_foreign_record() {
        for (byte[] foreign : List.of(
                bytes(0x21), "plain text".getBytes(UTF_8), "x".repeat(40).getBytes(UTF_8))) {
            records.commands().set(records.name("key"), foreign);
            assertThat(here.lookup("key", this::load).source()).isEqualTo(Source.LOADER);
            assertThat(there.lookup("key", this::load).source()).isEqualTo(Source.LOADER);
            assertThat(records.bytes("key")).isEqualTo(foreign);
            assertCuredBy(() -> here.invalidate("key"));
        }
    }

    @Test
    @DisplayName("cache A18: nor is what is no string of Redis an error")
    void a_list() {
        records.commands().lpush(records.name("key"), bytes(1));
        assertThat(here.lookup("key", this::load).source()).isEqualTo(Source.LOADER);
        assertThat(records.commands().llen(records.name("key"))).isEqualTo(1);
        assertCuredBy(() -> here.invalidate("key"));
        records.commands().del(records.name("other"));
        records.commands().lpush(records.name("other"), bytes(1));
        here.put("other", "put");
        assertThat(fromRedis(there, "other")).isEqualTo(new Lookup<>("put", Source.SHARED));
    }

    @Test
    @DisplayName("cache A18: a value that was cut off in its head is loaded again")
    void a_cut_record() {
        here.put("key", "put");
        byte[] whole = records.bytes("key");
        int body = records.get("key").body();
        for (int length = 1; length < body; length++) {
            records.commands()
                    .set(
                            records.name("key"),
                            ByteBuffer.allocate(length).put(whole, 0, length).array());
            assertThat(there.lookup("key", this::load).source())
                    .as("%d bytes", length)
                    .isEqualTo(Source.LOADER);
        }
    }

    private void assertCuredBy(Runnable cure) {
        cure.run();
        String loaded = here.lookup("key", this::load).value();
        assertThat(fromRedis(there, "key")).isEqualTo(new Lookup<>(loaded, Source.SHARED));
        here.invalidate("key");
    }

    private Lookup<String> fromRedis(CacheAside<String, String> cache, String key) {
        return cache.lookup(key, (k, context) -> load(k), ReadOptions.defaults().skipNear());
    }

    private CacheAside<String, String> cache(Node node, Codec<String> codec) {
        return Cache.<String, String>builder(name)
                .near(1_000)
                .shared(node.redis(), codec)
                .expiry(Duration.ofMinutes(5), 0)
                .cacheAside();
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
