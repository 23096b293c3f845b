package io.breakwater.devservices;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The text of a {@code redis.conf}. Of two lines with one directive, Redis takes the later. */
final class RedisConf {

    private final StringBuilder lines = new StringBuilder();

    /**
     * For a node with replicas: a snapshot on disk, begun at once, serves several that come together; it is deleted, for a
     * server without persistence would load it when it is started again.
     */
    static RedisConf quickToSync() {
        return new RedisConf().set("repl-diskless-sync", "no").set("rdb-del-sync-files", "yes");
    }

    /** One line, its values quoted. */
    RedisConf set(String directive, Object... values) {
        lines.append(directive);
        for (Object value : values) {
            lines.append(" \"").append(escaped(value.toString())).append('"');
        }
        lines.append('\n');
        return this;
    }

    /** Lines as the user wrote them: the value may be several words. */
    RedisConf setAll(Map<String, String> settings) {
        settings.forEach(
                (name, value) -> lines.append(name).append(' ').append(value).append('\n'));
        return this;
    }

    RedisConf add(RedisConf more) {
        lines.append(more.lines);
        return this;
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b == '"' || b == '\\' || b < ' ') {
                escaped.append(String.format("\\x%02x", b));
            } else {
                escaped.append((char) b);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
