package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The {@code redis-server} program: the one that a Maven dependency carries, or the user's own. */
final class RedisBinary {

    static final String PROPERTY = "breakwater.redis.server";

    private static final String ARTIFACT = "org.signal:embedded-redis";

    private RedisBinary() {}

    static Path unpacked() {
        String own = System.getProperty(PROPERTY);
        if (own != null) {
            Require.that(Files.isExecutable(Path.of(own)), PROPERTY, own, "an executable file");
            return Path.of(own);
        }
        CarriedFile binary = CarriedFile.find(Platform.current().redisBinary(), ARTIFACT);
        return BinaryCache.folder(binary.identity(), folder -> unpack(binary, folder))
                .resolve("redis-server");
    }

    private static void unpack(CarriedFile binary, Path folder) throws IOException {
        Path program = folder.resolve("redis-server");
        try {
            binary.copyTo(program);
            Files.setPosixFilePermissions(program, Archive.permissions(true));
        } catch (IOException e) {
            throw binary.blame(e);
        }
    }
}
