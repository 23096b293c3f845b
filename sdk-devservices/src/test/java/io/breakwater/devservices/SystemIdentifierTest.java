package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemIdentifierTest {

    private static final long COPIED = 0x0123_4567_89ab_cdefL;
    private static final int CHECKSUM_AT = 288;

    @TempDir
    private Path data;

    @BeforeEach
    void makeFolders() throws Exception {
        Files.createDirectory(data.resolve("global"));
        Files.createDirectories(data.resolve("pg_wal/archive_status"));
    }

    @Test
    void it_is_replaced_in_the_control_file_and_in_the_wal_that_bears_it() throws Exception {
        write("global/pg_control", control());
        write("pg_wal/000000010000000000000001", page(24, COPIED));
        write("pg_wal/000000010000000000000002", page(24, 0));

        new SystemIdentifier(42).writeInto(data);

        ByteBuffer control = read("global/pg_control");
        assertThat(control.getLong(0)).isEqualTo(42);
        assertThat(control.getInt(CHECKSUM_AT)).isEqualTo(checksum(control));
        assertThat(read("pg_wal/000000010000000000000001")).isEqualTo(page(24, 42));
        assertThat(read("pg_wal/000000010000000000000002")).isEqualTo(page(24, 0));
    }

    @Test
    void a_control_file_without_its_checksum_is_left_alone() throws Exception {
        write("global/pg_control", page(0, COPIED));

        assertThatThrownBy(() -> new SystemIdentifier(42).writeInto(data))
                .isInstanceOf(DevServicesException.class)
                .hasMessageStartingWith("Unknown form of pg_control");
        assertThat(read("global/pg_control")).isEqualTo(page(0, COPIED));
    }

    @Test
    void two_are_different() {
        assertThat(SystemIdentifier.random()).isNotEqualTo(SystemIdentifier.random());
    }

    private static ByteBuffer control() {
        ByteBuffer control = page(0, COPIED);
        return control.putInt(CHECKSUM_AT, checksum(control));
    }

    private static int checksum(ByteBuffer control) {
        CRC32C checksum = new CRC32C();
        checksum.update(control.duplicate().limit(CHECKSUM_AT));
        return (int) checksum.getValue();
    }

    private static ByteBuffer page(int at, long identifier) {
        return ByteBuffer.allocate(8192).order(ByteOrder.nativeOrder()).putLong(at, identifier);
    }

    private void write(String file, ByteBuffer content) throws Exception {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        Files.write(data.resolve(file), bytes);
    }

    private ByteBuffer read(String file) throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(data.resolve(file))).order(ByteOrder.nativeOrder());
    }
}
