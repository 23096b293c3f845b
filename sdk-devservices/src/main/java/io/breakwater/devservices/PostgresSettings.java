package io.breakwater.devservices;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The lines appended to {@code postgresql.conf}. */
final class PostgresSettings {

    private static final Map<String, String> COMMON = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "off"),
            Map.entry("full_page_writes", "off"),
            Map.entry("wal_level", "replica"),
            Map.entry("wal_keep_size", "64MB"),
            Map.entry("hot_standby", "on"),
            Map.entry("shared_buffers", "16MB"),
            // Files of the data folder, which go with it: segments in /dev/shm would outlive a kill -9.
            Map.entry("dynamic_shared_memory_type", "mmap"),
            Map.entry("wal_receiver_timeout", "5s"),
            Map.entry("wal_sender_timeout", "5s"),
            Map.entry("wal_retrieve_retry_interval", "200ms"),
            Map.entry("jit", "off"));

    private PostgresSettings() {}

    static String ofPrimary(PostgresSpec spec) {
        return lines(new TreeMap<>(COMMON), spec);
    }

    static String ofReplica(PostgresSpec spec, String name, int primaryPort) {
        SortedMap<String, String> settings = new TreeMap<>(COMMON);
        settings.put(
                "primary_conninfo", "host=127.0.0.1 port=" + primaryPort + " user=postgres application_name=" + name);
        return lines(settings, spec);
    }

    private static String lines(SortedMap<String, String> settings, PostgresSpec spec) {
        settings.putAll(spec.settings());
        StringBuilder lines = new StringBuilder();
        settings.forEach((name, value) -> lines.append(name)
                .append(" = '")
                .append(value.replace("\\", "\\\\").replace("'", "''"))
                .append("'\n"));
        return lines.toString();
    }
}
