package io.breakwater.cache;

import io.breakwater.devservices.RedisServer;

/** How much befalls a history on one server. */
enum Weather {
    /** Nothing. */
    CALM,
    /** Messages are lost and come late. */
    FOG,
    /** That, and connections, data and the server itself suffer. */
    STORM;

    void befalls(History history, RedisServer server) {
        switch (this) {
            case CALM -> {}
            case FOG -> history.disturbedBy(MessageTroubles::new);
            case STORM -> history.disturbedBy((of, random) -> new ServerTroubles(server, of, random));
        }
    }
}
