package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.FaultProxy;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Changes of which Redis could not be told when they were made. */
class OutageFaultIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final RedisServer server = RedisSpec.disposable().start();
    private final FaultProxy way = FaultProxy.before(server.port());
    private final Node cut = node("redis://127.0.0.1:" + way.port());
    private final Node connected = node(server.uri());
    private final AtomicInteger loads = new AtomicInteger();
    private final ReadThrough<String, String> here =
            cut.ready(cut.cache("posts").readThrough(this::load));
    private final ReadThrough<String, String> there =
            connected.ready(connected.cache("posts").readThrough(this::load));

    @AfterEach
    void close() {
        cut.close();
        connected.close();
        way.close();
        server.close();
    }

    @Test
    void an_invalidation_that_failed_is_made_good_when_redis_answers_again() {
        assertThat(there.get("key")).isEqualTo("v1");
        assertThat(here.get("key")).isEqualTo("v1");
        lose();
        assertThatThrownBy(() -> here.invalidate("key")).isInstanceOf(CacheStoreException.class);
        assertThat(here.stats().pendingRepairs()).isEqualTo(1);
        assertThat(here.lookup("key")).isEqualTo(new Lookup<>("v2", Source.LOADER));
        assertThat(there.lookup("key")).as("nobody has told it").isEqualTo(new Lookup<>("v1", Source.NEAR));
        comeBack();
        Node.await(() -> there.lookup("key").source() == Source.LOADER);
        assertThat(here.stats().repairs()).isPositive();
        assertThat(here.lookup("key").value()).isEqualTo(there.lookup("key").value());
    }

    @Test
    void until_redis_was_told_nothing_of_the_key_is_taken_from_it_or_kept() {
        assertThat(there.get("key")).isEqualTo("v1");
        lose();
        assertThatThrownBy(() -> here.invalidate("key")).isInstanceOf(CacheStoreException.class);
        assertThat(here.lookup("key").source()).isEqualTo(Source.LOADER);
        assertThat(here.lookup("key").source()).as("and not near").isEqualTo(Source.LOADER);
        assertThat(here.getAll(List.of("key")).get("key")).isEqualTo("v4");
        comeBack();
    }

    @Test
    void who_chose_so_is_not_told_and_it_is_made_good_all_the_same() {
        ReadThrough<String, String> lenient = cut.ready(
                cut.cache("posts").whenStoreFails(WhenStoreFails.REPAIR_LATER).readThrough(this::load));
        assertThat(there.get("key")).isEqualTo("v1");
        lose();
        lenient.invalidate("key");
        lenient.invalidateAll(List.of("one", "two"));
        lenient.clear();
        assertThat(lenient.stats().pendingRepairs()).isEqualTo(3);
        assertThat(lenient.stats().invalidations()).as("acknowledged").isZero();
        comeBack();
        Node.await(() -> there.lookup("key").source() == Source.LOADER);
        Node.await(() -> lenient.stats().pendingRepairs() == 0);
    }

    @Test
    @DisplayName("cache A12: an invalidation after a commit throws nothing while Redis is down, and is made good")
    void after_a_commit() {
        assertThat(there.get("key")).isEqualTo("v1");
        List<Runnable> afterCommit = new ArrayList<>();
        here.invalidateAfterCommit("key", afterCommit::add);
        lose();
        afterCommit.forEach(Runnable::run);
        assertThat(here.stats().pendingRepairs()).isEqualTo(1);
        comeBack();
        Node.await(() -> there.lookup("key").source() == Source.LOADER);
    }

    @Test
    void of_several_keys_each_one_that_failed_is_named() {
        lose();
        assertThatThrownBy(() -> here.invalidateAll(List.of("one", "two")))
                .isInstanceOfSatisfying(
                        CacheBulkException.class,
                        e -> assertThat(e.failures().keySet()).isEqualTo(Set.of("one", "two")));
        comeBack();
    }

    @Test
    void a_clear_that_failed_is_made_good_by_a_new_history() {
        assertThat(there.get("key")).isEqualTo("v1");
        assertThat(here.get("key")).isEqualTo("v1");
        lose();
        assertThatThrownBy(here::clear)
                .isInstanceOf(CacheStoreException.class)
                .hasMessage("Cache posts, key *: clear was not acknowledged by Redis; other JVMs may see the old value"
                        + " until it is");
        assertThat(here.lookup("key")).isEqualTo(new Lookup<>("v2", Source.LOADER));
        comeBack();
        Node.await(() -> there.lookup("key").source() == Source.LOADER);
    }

    @Test
    void what_is_too_much_to_be_remembered_ends_its_lane() {
        assertThat(there.get("key")).isEqualTo("v1");
        List<String> many =
                IntStream.range(0, RepairSet.MOST).mapToObj(i -> "many" + i).toList();
        lose();
        assertThatThrownBy(() -> here.invalidateAll(many)).isInstanceOf(CacheBulkException.class);
        assertThat(here.stats().pendingRepairs()).isEqualTo(RepairSet.MOST);
        assertThatThrownBy(() -> here.invalidate("key")).isInstanceOf(CacheStoreException.class);
        assertThat(here.stats().pendingRepairs()).as("no more").isEqualTo(RepairSet.MOST);
        assertThat(there.lookup("key")).isEqualTo(new Lookup<>("v1", Source.NEAR));
        comeBack();
        Node.await(() -> there.lookup("key").source() == Source.LOADER);
        Node.await(() -> {
            cut.beat();
            return here.stats().pendingRepairs() == 0;
        });
    }

    private void lose() {
        way.refuse();
        way.cut();
        Node.await(() -> !cut.redis().isConnected());
    }

    private void comeBack() {
        way.heal();
        Node.await(() -> cut.redis().isConnected());
        Node.await(() -> {
            cut.beat();
            return here.stats().pendingRepairs() == 0 || here.stats().repairs() > 0;
        });
    }

    private static Node node(String uri) {
        return Node.on(uri, TIMEOUT, Node.NEVER);
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }
}
