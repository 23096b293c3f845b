package io.breakwater.cache;

import io.breakwater.devservices.RedisServer;

/** How much befalls a history on one server. */
enum Weather {
    /** Nothing. */
    CALM,
    /** Messages are lost and come late. */
    FOG,
    /** Redis comes back with older data. */
    RELAPSE,
    /** All of that, and connections, data and the server suffer otherwise. */
    STORM;

    void befalls(History history, RedisServer server) {
        switch (this) {
            case CALM -> {}
            case FOG -> history.disturbedBy(MessageTroubles::new);
            case RELAPSE -> history.disturbedBy((of, random) -> new ServerTroubles(server, of, random)::relapse);
            case STORM -> history.disturbedBy((of, random) -> new ServerTroubles(server, of, random));
        }
    }
}
