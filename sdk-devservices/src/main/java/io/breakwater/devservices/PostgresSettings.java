package io.breakwater.devservices;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is appended to {@code postgresql.conf}.
 *
 * @param values the settings, unquoted
 * @param standby whether the node is a replica
 */
record PostgresSettings(SortedMap<String, String> values, boolean standby) {

    static final String UPSTREAM = "primary_conninfo";

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

    static PostgresSettings ofPrimary(PostgresSpec spec) {
        return new PostgresSettings(whole(new TreeMap<>(COMMON), spec), false);
    }

    static PostgresSettings ofReplica(PostgresSpec spec, String name, Address upstream) {
        SortedMap<String, String> settings = new TreeMap<>(COMMON);
        settings.put(UPSTREAM, connection(name, upstream));
        return new PostgresSettings(whole(settings, spec), true);
    }

    /** How a replica connects to the node that it streams from. */
    static String connection(String name, Address upstream) {
        return "host=" + upstream.host() + " port=" + upstream.port() + " user=postgres application_name=" + name;
    }

    /** Inside a container 127.0.0.1 is the container itself. */
    PostgresSettings forAllInterfaces() {
        SortedMap<String, String> changed = new TreeMap<>(values);
        changed.put("listen_addresses", "*");
        return new PostgresSettings(changed, standby);
    }

    String lines() {
        StringBuilder lines = new StringBuilder();
        values.forEach((name, value) -> lines.append(name)
                .append(" = '")
                .append(value.replace("\\", "\\\\").replace("'", "''"))
                .append("'\n"));
        return lines.toString();
    }

    private static SortedMap<String, String> whole(SortedMap<String, String> settings, PostgresSpec spec) {
        settings.putAll(spec.settings());
        return settings;
    }
}
