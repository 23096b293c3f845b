package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.breakwater.redis.RedisServerFacts;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands as they are written, and what their replies mean. */
final class Commands {

    private Commands() {}

    static Call<String> set(byte[] key, byte[] value, Duration ttl) {
        return status(CommandType.SET, setArguments(key, value, ttl)).of(value.length);
    }

    static Call<String> setIfAbsent(byte[] key, byte[] value, Duration ttl) {
        return status(CommandType.SET, setArguments(key, value, ttl).add("NX")).of(value.length);
    }

    static Call<Long> delete(byte[] key) {
        return integer(CommandType.DEL, Call.arguments().addKey(key));
    }

    static Call<List<@Nullable Object>> evalsha(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return array(CommandType.EVALSHA, script(script.sha(), keys, arguments)).of(bytes(arguments));
    }

    static Call<List<@Nullable Object>> eval(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return array(CommandType.EVAL, script(script.source(), keys, arguments)).of(bytes(arguments));
    }

    static Call<Long> publish(byte[] channel, byte[] message, boolean sharded) {
        return integer(
                        sharded ? CommandType.SPUBLISH : CommandType.PUBLISH,
                        Call.arguments().addKey(channel).addValue(message))
                .of(message.length);
    }

    static Call<String> ping() {
        return status(CommandType.PING, Call.arguments());
    }

    static Call<String> asking() {
        return status(CommandType.ASKING, Call.arguments());
    }

    static Call<List<@Nullable Object>> role() {
        return array(CommandType.ROLE, Call.arguments());
    }

    static void requireMaster(@Nullable List<@Nullable Object> role) {
        String is = role == null || role.isEmpty() ? "" : text(role.get(0));
        if (!is.equals("master")) {
            throw new IllegalStateException("the Sentinels name a server that is no master, but " + is);
        }
    }

    static Call<Long> clientId() {
        return integer(CommandType.CLIENT, Call.arguments().add("ID"));
    }

    static Call<Long> clientKill(long id) {
        return integer(
                CommandType.CLIENT, Call.arguments().add("KILL").add("ID").add(id));
    }

    static Call<String> track(List<byte[]> prefixes) {
        CommandArgs<byte[], byte[]> arguments =
                Call.arguments().add("TRACKING").add("ON").add("BCAST");
        prefixes.forEach(prefix -> arguments.add("PREFIX").addKey(prefix));
        return status(CommandType.CLIENT, arguments);
    }

    static Call<byte[]> clusterNodes() {
        return text(CommandType.CLUSTER, Call.arguments().add("NODES"));
    }

    /** All sections that a plain INFO has. */
    static Call<byte[]> info() {
        return text(CommandType.INFO, Call.arguments());
    }

    static Call<byte[]> infoOfServer() {
        return text(CommandType.INFO, Call.arguments().add("server"));
    }

    static RedisServerFacts facts(String server, byte[] info) {
        InfoText facts = new InfoText(info);
        return new RedisServerFacts(
                server,
                facts.value("redis_version"),
                facts.value("run_id"),
                facts.value("role"),
                facts.value("maxmemory_policy"),
                facts.number("maxmemory"),
                facts.number("aof_enabled") == 1,
                Math.toIntExact(facts.number("connected_slaves")));
    }

    static Call<List<@Nullable Object>> time() {
        return array(CommandType.TIME, Call.arguments());
    }

    /** Seconds and the microseconds of the current one (Redis manual, TIME). */
    static Instant instant(@Nullable List<@Nullable Object> time) {
        if (time == null || time.size() != 2) {
            throw new IllegalStateException("TIME answered " + time);
        }
        return Instant.ofEpochSecond(number(time.get(0))).plus(number(time.get(1)), ChronoUnit.MICROS);
    }

    private static long number(@Nullable Object text) {
        return Long.parseLong(text(text));
    }

    private static String text(@Nullable Object reply) {
        return reply instanceof byte[] bytes ? new String(bytes, US_ASCII) : "";
    }

    private static CommandArgs<byte[], byte[]> setArguments(byte[] key, byte[] value, Duration ttl) {
        return Call.arguments().addKey(key).addValue(value).add("PX").add(ttl.toMillis());
    }

    private static long bytes(List<byte[]> values) {
        return values.stream().mapToLong(value -> value.length).sum();
    }

    private static CommandArgs<byte[], byte[]> script(String script, List<byte[]> keys, List<byte[]> arguments) {
        return Call.arguments().add(script).add(keys.size()).addKeys(keys).addValues(arguments);
    }

    private static Call<String> status(ProtocolKeyword type, CommandArgs<byte[], byte[]> arguments) {
        return new Call<>(type, new StatusOutput<>(Call.CODEC), arguments);
    }

    private static Call<Long> integer(ProtocolKeyword type, CommandArgs<byte[], byte[]> arguments) {
        return new Call<>(type, new IntegerOutput<>(Call.CODEC), arguments);
    }

    private static Call<byte[]> text(ProtocolKeyword type, CommandArgs<byte[], byte[]> arguments) {
        return new Call<>(type, new ByteArrayOutput<>(Call.CODEC), arguments);
    }

    private static Call<List<@Nullable Object>> array(ProtocolKeyword type, CommandArgs<byte[], byte[]> arguments) {
        return new Call<>(type, new NestedMultiOutput<>(Call.CODEC), arguments);
    }
}
