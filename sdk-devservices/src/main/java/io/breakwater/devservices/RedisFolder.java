package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one Redis. Nobody but its user sees them: Redis writes its configuration anew now and then, with passwords in
 * it, for everyone to read.
 *
 * @param path the folder, with the configuration, the log and what tells one server from another
 */
record RedisFolder(Path path) {

    static RedisFolder create(String name) {
        Path path = WorkFolder.temporary(name);
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectory(path.resolve("data"));
            return new RedisFolder(path);
        } catch (IOException e) {
            throw WorkFolder.unwritable(path, e);
        }
    }

    Path configuration() {
        return path.resolve("redis.conf");
    }

    Path data() {
        return path.resolve("data");
    }

    Path certificate() {
        return path.resolve("redis.crt");
    }

    Path key() {
        return path.resolve("redis.key");
    }

    void empty() {
        try (Stream<Path> entries = Files.list(data())) {
            for (Path entry : entries.toList()) {
                WorkFolder.delete(entry);
            }
        } catch (IOException e) {
            throw WorkFolder.unwritable(data(), e);
        }
    }

    /** The process that runs here, as the user who then owns the files. */
    ServerProcess process(RedisRole role) {
        List<String> command = Stream.concat(
                        Stream.of(
                                RedisBinary.unpacked().toString(),
                                configuration().toString()),
                        role.options().stream())
                .toList();
        ServerUser user = ServerUser.unprivileged();
        user.own(path);
        return new ServerProcess(role.name(), user.run(command), path, "KILL");
    }
}
