package io.breakwater.devservices;

import java.util.function.Function;

/** Where one PostgreSQL server runs, and how its data get there. */
interface PostgresHome {

    /** A home for each node of one cluster by its name, where the user wants them. */
    static Function<String, PostgresHome> byName() {
        if (Engine.chosen() == Engine.DOCKER) {
            return PostgresContainer::new;
        }
        PostgresBinaries binaries = PostgresBinaries.unpacked();
        SystemIdentifier identifier = SystemIdentifier.random();
        return name -> new PostgresFolder(binaries, identifier, name);
    }

    /** On 127.0.0.1. */
    int port();

    /** As the other nodes see it. */
    Address address();

    Server server();

    /** Data for the first start of a cluster's primary. */
    void beginPrimary(PostgresSettings settings);

    /** Data for the first start of a replica, while the primary's first start is still to come. */
    void beginReplica(PostgresNode primary, PostgresSettings settings);

    /** A new cluster in the place of the old data; the server does not run. */
    void empty(PostgresSettings settings);

    /** A copy of a running primary's data in the place of the old; a server that still runs on that is killed. */
    void copyOf(PostgresNode primary, PostgresSettings settings);

    /** Whether the server that was launched last answers. */
    boolean isReady();
}
