package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** One PostgreSQL server on this machine: the folder of its data, its port and its process. */
final class PostgresFolder {

    private final PostgresBinaries binaries;
    private final Path folder;
    private final Path data;
    private final int port = FreePorts.next();
    private final ServerProcess process;

    PostgresFolder(PostgresBinaries binaries, String name) {
        this.binaries = binaries;
        this.folder = WorkFolder.temporary(name);
        this.data = folder.resolve("data");
        List<String> command =
                List.of(binaries.program("postgres").toString(), "-D", data.toString(), "-p", String.valueOf(port));
        this.process = new ServerProcess(name, binaries.user().run(command), folder, "QUIT");
    }

    int port() {
        return port;
    }

    /** As the other nodes see it. */
    Address address() {
        return new Address("127.0.0.1", port);
    }

    ServerProcess server() {
        return process;
    }

    /** The data of a node whose cluster begins: all its nodes have the same. */
    void begin(PostgresSettings settings) {
        binaries.newData(folder);
        complete(settings);
    }

    /** A new cluster in the place of the old data. */
    void empty(PostgresSettings settings) {
        makeRoom();
        try {
            Files.createDirectory(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw BinaryCache.unwritable(data, e);
        }
        binaries.initialise(data);
        complete(settings);
    }

    /** A copy of a running primary's data in the place of the old; a server that still runs on that is killed. */
    void copyOf(PostgresConsole primary, PostgresFolder source, PostgresSettings settings) {
        BaseBackup.copy(primary, source.data, data, this::makeRoom);
        complete(settings);
    }

    /** The eighth line of {@code postmaster.pid} is the postmaster's own word, the one {@code pg_ctl --wait} reads. */
    boolean isReady() {
        List<String> lines = WorkFolder.linesIfReadable(data.resolve("postmaster.pid"));
        return lines.size() >= 8
                && lines.get(0).strip().equals(String.valueOf(process.pid()))
                && lines.get(7).strip().equals("ready");
    }

    private void makeRoom() {
        if (process.isAlive()) {
            process.kill();
        }
        try {
            WorkFolder.delete(data);
        } catch (IOException e) {
            throw BinaryCache.unwritable(data, e);
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
