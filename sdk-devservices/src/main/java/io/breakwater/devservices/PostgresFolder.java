package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One PostgreSQL server on this machine: the folder of its data, its port and its process. */
final class PostgresFolder implements PostgresHome {

    private final PostgresBinaries binaries;
    private final SystemIdentifier identifier;
    private final Path folder;
    private final Path data;
    private final int port = FreePorts.next();
    private final ServerProcess process;

    PostgresFolder(PostgresBinaries binaries, SystemIdentifier identifier, String name) {
        this.binaries = binaries;
        this.identifier = identifier;
        this.folder = WorkFolder.temporary(name);
        this.data = folder.resolve("data");
        List<String> command =
                List.of(binaries.program("postgres").toString(), "-D", data.toString(), "-p", String.valueOf(port));
        this.process = new ServerProcess(name, binaries.user().run(command), folder, "QUIT");
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Address address() {
        return new Address("127.0.0.1", port);
    }

    @Override
    public ServerProcess server() {
        return process;
    }

    @Override
    public void beginPrimary(PostgresSettings settings) {
        begin(identifier, settings);
    }

    /** Of a primary that has not begun either: both have the template's data and the same identifier. */
    @Override
    public void beginReplica(PostgresNode primary, PostgresSettings settings) {
        beginPrimary(settings);
    }

    @Override
    public void empty(PostgresSettings settings) {
        makeRoom();
        begin(SystemIdentifier.random(), settings);
    }

    @Override
    public void copyOf(PostgresNode primary, PostgresSettings settings) {
        BaseBackup.copy(primary.console(), data, this::makeRoom);
        complete(settings);
    }

    /** The eighth line of {@code postmaster.pid} is the postmaster's own word, the one {@code pg_ctl --wait} reads. */
    @Override
    public boolean isReady() {
        List<String> lines = WorkFolder.linesIfReadable(data.resolve("postmaster.pid"));
        return lines.size() >= 8
                && lines.get(0).strip().equals(String.valueOf(process.pid()))
                && lines.get(7).strip().equals("ready");
    }

    private void begin(SystemIdentifier cluster, PostgresSettings settings) {
        cluster.writeInto(binaries.newData(folder));
        complete(settings);
    }

    private void makeRoom() {
        if (process.isAlive()) {
            process.kill();
        }
        try {
            WorkFolder.delete(data);
        } catch (IOException e) {
            throw WorkFolder.unwritable(data, e);
        }
    }

    private void complete(PostgresSettings settings) {
        WorkFolder.append(data.resolve("postgresql.conf"), settings.lines());
        if (settings.standby()) {
            WorkFolder.write(data.resolve("standby.signal"), "");
        }
        binaries.user().own(data);
    }
}
