package io.breakwater.devservices;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One slot on its way from one master to another.
 *
 * @param slot the slot
 * @param source its owner
 * @param sourceId the owner's node id
 * @param target its owner to be
 * @param targetId the id of that one
 */
record SlotMigration(int slot, RedisServer source, String sourceId, RedisServer target, String targetId) {

    private static final String TIMEOUT_MILLIS = "10000";
    private static final String KEYS_AT_ONCE = "100";

    static SlotMigration of(int slot, ClusterView view, RedisServer source, RedisServer target) {
        return new SlotMigration(slot, source, view.idOf(source), target, view.idOf(target));
    }

    void begin() {
        target.command("CLUSTER", "SETSLOT", number(), "IMPORTING", sourceId);
        source.command("CLUSTER", "SETSLOT", number(), "MIGRATING", targetId);
    }

    void move(List<String> keys, @Nullable RedisUser login) {
        List<String> command = new ArrayList<>(
                List.of("MIGRATE", "127.0.0.1", String.valueOf(target.listenPort()), "", "0", TIMEOUT_MILLIS));
        if (login != null) {
            command.addAll(List.of("AUTH2", login.name(), login.password()));
        }
        command.add("KEYS");
        command.addAll(keys);
        source.command(command.toArray(String[]::new));
    }

    /** The target first: should that be the end of it, the slot has an owner. */
    void finish(@Nullable RedisUser login) {
        List<String> keys = keys();
        while (!keys.isEmpty()) {
            move(keys, login);
            keys = keys();
        }
        target.command("CLUSTER", "SETSLOT", number(), "NODE", targetId);
        source.command("CLUSTER", "SETSLOT", number(), "NODE", targetId);
    }

    private List<String> keys() {
        return source.commandForList("CLUSTER", "GETKEYSINSLOT", number(), KEYS_AT_ONCE).stream()
                .map(Object::toString)
                .toList();
    }

    private String number() {
        return String.valueOf(slot);
    }
}
