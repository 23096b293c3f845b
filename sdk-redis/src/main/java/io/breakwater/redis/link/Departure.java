package io.breakwater.redis.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commands of one caller that are to leave at once: nothing is sent before all of them are there. */
final class Departure {

    private final Map<Connection, Load> loads = new LinkedHashMap<>();

    /** Whether it is taken along: not so once too many bytes wait. */
    boolean add(Connection connection, Call<?> call) {
        Load load = loads.computeIfAbsent(connection, to -> new Load());
        if (!connection.takesMore(load.bytes)) {
            return false;
        }
        load.bytes += call.bytes();
        load.calls.add(call);
        return true;
    }

    /** In one write to each server. */
    void leave() {
        loads.forEach((connection, load) -> connection.send(load.calls));
    }

    private static final class Load {

        private final List<Call<?>> calls = new ArrayList<>();
        private long bytes;
    }
}
