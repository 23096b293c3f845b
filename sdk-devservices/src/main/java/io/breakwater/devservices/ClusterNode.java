package io.breakwater.devservices;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One line of {@code CLUSTER NODES}.
 *
 * @param id of the node
 * @param port for clients
 * @param flags for example {@code myself}, {@code master}, {@code fail?}
 * @param masterId a replica's master, or {@code -}
 * @param epoch of its configuration: of two owners of a slot, the higher is right
 * @param slots ranges, and in brackets those that migrate
 */
record ClusterNode(String id, int port, List<String> flags, String masterId, long epoch, List<String> slots) {

    static ClusterNode of(String line) {
        List<String> words = List.of(line.split(" "));
        String address = words.get(1);
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1, address.indexOf('@')));
        return new ClusterNode(
                words.get(0),
                port,
                List.of(words.get(2).split(",")),
                words.get(3),
                Long.parseLong(words.get(6)),
                words.subList(8, words.size()));
    }

    boolean is(String flag) {
        return flags.contains(flag);
    }

    boolean isMaster() {
        return is("master") && !slots.isEmpty() && !is("fail");
    }

    boolean isReplica() {
        return is("slave") && !is("fail");
    }

    /** Nobody thinks ill of it, and it has been introduced. */
    boolean isWell() {
        return Stream.of("fail", "fail?", "handshake", "noaddr").noneMatch(this::is);
    }

    boolean owns(int slot) {
        return slots.stream().filter(range -> !range.startsWith("[")).anyMatch(range -> contains(range, slot));
    }

    /** To whom this node, its source, migrates a slot. */
    Optional<String> migrationTarget(int slot) {
        String begin = "[" + slot + "->-";
        return slots.stream()
                .filter(entry -> entry.startsWith(begin))
                .map(entry -> entry.substring(begin.length(), entry.length() - 1))
                .findFirst();
    }

    private static boolean contains(String range, int slot) {
        String[] ends = range.split("-", -1);
        return Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]);
    }
}
