package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.redis.link.Outbox.Merging;
import io.lettuce.core.protocol.RedisCommand;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Counters counters = new Counters();
    private final Queue<Runnable> eventLoop = new ArrayDeque<>();
    private final List<List<RedisCommand<byte[], byte[], ?>>> writes = new ArrayList<>();

    @Test
    void what_gathered_leaves_in_one_write_and_gets_that_stand_together_as_one_mget() {
        Outbox outbox = outbox(Merging.ALL);
        outbox.add(get("a"));
        outbox.add(get("b"));
        outbox.add(Commands.set(bytes("c"), bytes("1"), Duration.ofMinutes(1)));
        outbox.add(get("c"));
        outbox.add(Commands.delete(bytes("d")));
        outbox.add(get("e"));
        outbox.add(get("f"));
        assertThat(eventLoop).as("one visit is enough").hasSize(1);
        run();
        assertThat(writes).hasSize(1);
        assertThat(types(0)).containsExactly("MGET", "SET", "GET", "DEL", "MGET");
        assertThat(counters.read().mergedGets()).isEqualTo(4);
    }

    @Test
    void one_command_alone_leaves_alone() {
        Outbox outbox = outbox(Merging.ALL);
        outbox.add(get("a"));
        run();
        outbox.add(get("b"));
        run();
        assertThat(writes).hasSize(2);
        assertThat(types(0)).containsExactly("GET");
    }

    @Test
    void in_a_cluster_the_gets_of_one_slot_travel_together() {
        Outbox outbox = outbox(Merging.OF_ONE_SLOT);
        outbox.add(get("{a}1"));
        outbox.add(get("{b}1"));
        outbox.add(get("{a}2"));
        run();
        assertThat(types(0)).containsExactly("MGET", "GET");
    }

    @Test
    void a_get_on_its_way_to_another_server_goes_behind_its_own_asking() {
        Outbox outbox = outbox(Merging.OF_ONE_SLOT);
        outbox.add(get("{a}1"));
        outbox.add(get("{a}2").asking());
        outbox.add(get("{a}3"));
        run();
        assertThat(types(0)).containsExactly("GET", "ASKING", "GET", "GET");
    }

    @Test
    void what_its_caller_has_given_up_is_never_sent() {
        Outbox outbox = outbox(Merging.ALL);
        Call<?> given = get("a");
        outbox.add(given);
        outbox.add(get("b"));
        given.cancel();
        run();
        assertThat(types(0)).containsExactly("GET");
    }

    @Test
    void a_large_crowd_leaves_in_several_mgets() {
        Outbox outbox = outbox(Merging.ALL);
        for (int i = 0; i < 150; i++) {
            outbox.add(get("k" + i));
        }
        run();
        assertThat(types(0)).containsExactly("MGET", "MGET");
    }

    @Test
    void what_is_added_together_leaves_in_one_write_however_soon_that_is() {
        Outbox outbox = new Outbox(this::write, Runnable::run, Merging.ALL, counters);
        outbox.addAll(List.of(get("a"), get("b"), Commands.delete(bytes("c"))));
        assertThat(writes).hasSize(1);
        assertThat(types(0)).containsExactly("MGET", "DEL");
    }

    @Test
    void what_waits_is_weighed_until_it_is_written() {
        Outbox outbox = outbox(Merging.ALL);
        outbox.add(Commands.set(bytes("a"), new byte[10], Duration.ofMinutes(1)));
        outbox.addAll(List.of(get("b"), Commands.set(bytes("c"), new byte[20], Duration.ofMinutes(1))));
        assertThat(outbox.bytes()).isEqualTo(30);
        run();
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void each_get_has_its_own_value_also_those_that_were_given_up() throws Exception {
        Outbox outbox = outbox(Merging.ALL);
        List<Call<byte[]>> gets = List.of(get("a"), get("b"), get("c"));
        gets.forEach(outbox::add);
        run();
        RedisCommand<byte[], byte[], ?> mget = writes.get(0).get(0);
        gets.get(1).cancel();
        mget.getOutput().multi(3);
        mget.getOutput().set(ByteBuffer.wrap(bytes("1")));
        mget.getOutput().set(ByteBuffer.wrap(bytes("2")));
        mget.getOutput().set((ByteBuffer) null);
        mget.complete();
        assertThat(gets.get(0).reply().get()).asString(UTF_8).isEqualTo("1");
        assertThat(gets.get(1).reply()).isCancelled();
        assertThat(gets.get(2).reply().get()).isNull();
    }

    @Test
    void when_the_mget_is_refused_each_get_goes_by_itself() {
        Outbox outbox = outbox(Merging.ALL);
        outbox.add(get("a"));
        outbox.add(get("b"));
        run();
        refuse(writes.get(0).get(0), "NOPERM No permissions to access a key");
        assertThat(types(1)).containsExactly("GET", "GET");
        outbox.add(get("a"));
        outbox.add(get("b"));
        run();
        assertThat(types(2)).as("merging goes on").containsExactly("MGET");
    }

    @Test
    void where_mget_is_forbidden_it_is_tried_once() {
        Outbox outbox = outbox(Merging.ALL);
        outbox.add(get("a"));
        outbox.add(get("b"));
        run();
        refuse(writes.get(0).get(0), "NOPERM this user has no permissions to run the 'mget' command");
        outbox.add(get("a"));
        outbox.add(get("b"));
        run();
        assertThat(types(2)).containsExactly("GET", "GET");
    }

    @Test
    void a_lost_connection_fails_every_get_of_an_mget() {
        Outbox outbox = outbox(Merging.ALL);
        List<Call<byte[]>> gets = List.of(get("a"), get("b"));
        gets.forEach(outbox::add);
        run();
        writes.get(0).get(0).completeExceptionally(new IllegalStateException("gone"));
        for (Call<byte[]> get : gets) {
            assertThatThrownBy(() -> get.reply().get()).hasMessageContaining("gone");
        }
    }

    private static void refuse(RedisCommand<byte[], byte[], ?> command, String error) {
        command.getOutput().setError(error);
        command.complete();
    }

    private Outbox outbox(Merging merging) {
        return new Outbox(this::write, eventLoop::add, merging, counters);
    }

    private void write(Collection<RedisCommand<byte[], byte[], ?>> commands) {
        writes.add(List.copyOf(commands));
    }

    private void run() {
        eventLoop.remove().run();
    }

    private List<String> types(int write) {
        return writes.get(write).stream()
                .map(command -> command.getType().toString())
                .toList();
    }

    private static Call<byte[]> get(String key) {
        return Call.get(bytes(key));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
