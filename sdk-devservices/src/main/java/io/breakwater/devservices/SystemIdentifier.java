package io.breakwater.devservices;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What tells one PostgreSQL cluster from another: servers stream only from servers with the same one.
 *
 * <p>{@code initdb} makes one, and takes seconds. So its data are copied, and the identifier in the copy is replaced. It stands
 * at the beginning of {@code pg_control}, which ends with a checksum of all before that, and in the header of each WAL file.
 */
record SystemIdentifier(long value) {

    private static final int IN_WAL_HEADER = 24;
    private static final int CONTROL_DATA_LIMIT = 512;

    static SystemIdentifier random() {
        return new SystemIdentifier(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }

    /** Data that no server has started on. */
    void writeInto(Path data) {
        Path control = data.resolve("global").resolve("pg_control");
        try {
            byte[] content = Files.readAllBytes(control);
            int checksumAt = checksumAt(content);
            long copied = view(content).getLong(0);
            view(content).putLong(0, value);
            view(content).putInt(checksumAt, checksum(content, checksumAt));
            Files.write(control, content);
            for (Path segment : segments(data.resolve("pg_wal"))) {
                replace(segment, copied);
            }
        } catch (IOException e) {
            throw WorkFolder.unwritable(data, e);
        }
    }

    private void replace(Path segment, long copied) throws IOException {
        byte[] content = Files.readAllBytes(segment);
        if (view(content).getLong(IN_WAL_HEADER) == copied) {
            view(content).putLong(IN_WAL_HEADER, value);
            Files.write(segment, content);
        }
    }

    private static ByteBuffer view(byte[] content) {
        return ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
    }

    /** Where it stands differs from version to version. */
    private static int checksumAt(byte[] control) {
        for (int at = Long.BYTES; at < CONTROL_DATA_LIMIT; at += Integer.BYTES) {
            if (view(control).getInt(at) == checksum(control, at)) {
                return at;
            }
        }
        throw new DevServicesException("Unknown form of pg_control: its checksum is not where it was looked for");
    }

    private static int checksum(byte[] control, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(control, 0, length);
        return (int) checksum.getValue();
    }

    private static List<Path> segments(Path wal) throws IOException {
        try (Stream<Path> files = Files.list(wal)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
