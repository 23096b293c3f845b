package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryCacheTest {

    private final String name = "test-" + UUID.randomUUID();

    @AfterEach
    void clean() throws IOException {
        WorkFolder.delete(WorkFolder.root().resolve(name));
        Files.deleteIfExists(WorkFolder.root().resolve(name + ".lock"));
    }

    @Test
    void a_folder_is_made_once() {
        Path first = BinaryCache.folder(name, folder -> Files.writeString(folder.resolve("a"), "made"));
        Path second = BinaryCache.folder(name, folder -> {
            throw new AssertionError("made twice");
        });
        assertThat(second).isEqualTo(first);
        assertThat(first.resolve("a")).hasContent("made");
    }

    @Test
    void a_folder_whose_making_failed_is_made_anew() {
        assertThatThrownBy(() -> BinaryCache.folder(name, folder -> {
                    Files.writeString(folder.resolve("half"), "x");
                    throw new FileSystemException("half", null, "No space left on device");
                }))
                .isInstanceOf(DevServicesException.class)
                .hasMessageMatching(
                        "Cannot write .*" + name + " \\(No space left on device\\): free 300 MB there, or name"
                                + " another folder with -Dbreakwater.devservices.dir=\\.\\.\\.");
        assertThat(WorkFolder.root().resolve(name)).doesNotExist();
        assertThat(BinaryCache.folder(name, folder -> {})).isEmptyDirectory();
    }

    @Test
    void a_damaged_archive_is_an_error(@TempDir Path folder) throws IOException {
        byte[] head;
        try (var archive = CarriedFile.find(Platform.current().postgresArchive(), "PostgreSQL")
                .open()) {
            head = archive.readNBytes(100_000);
        }
        assertThatThrownBy(() -> Archive.unpack(new ByteArrayInputStream(head), folder))
                .isInstanceOf(IOException.class);
        head[50_000] ^= 1;
        assertThatThrownBy(() -> Archive.unpack(new ByteArrayInputStream(head), folder))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_full_disk_is_not_taken_for_a_damaged_download() {
        CarriedFile archive = CarriedFile.find(Platform.current().postgresArchive(), "PostgreSQL");
        IOException full = new IOException("No space left on device");
        assertThatThrownBy(() -> BinaryCache.folder(name, folder -> {
                    throw archive.blame(full);
                }))
                .hasMessageContaining("(No space left on device): free 300 MB there");
        assertThatThrownBy(() -> archive.blame(new IOException("XZ data is corrupt")))
                .hasMessageStartingWith("Damaged download jar:file:")
                .hasMessageEndingWith("delete the jar from the local Maven repository and build again");
    }

    @Test
    void a_program_that_was_damaged_in_the_download_is_not_installed(@TempDir Path folder) throws IOException {
        byte[] content = "#!/bin/sh and more".getBytes(StandardCharsets.UTF_8);
        Path jar = folder.resolve("program.jar");
        CRC32 checksum = new CRC32();
        checksum.update(content);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            ZipEntry entry = new ZipEntry("program");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(checksum.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        }
        CarriedFile program = CarriedFile.at("program", new URL("jar:" + jar.toUri() + "!/program"));
        program.copyTo(folder.resolve("whole"));
        assertThat(folder.resolve("whole")).hasBinaryContent(content);

        byte[] damaged = Files.readAllBytes(jar);
        damaged[new String(damaged, StandardCharsets.ISO_8859_1).indexOf("and more")] ^= 1;
        Path other = Files.write(folder.resolve("damaged.jar"), damaged);
        CarriedFile broken = CarriedFile.at("program", new URL("jar:" + other.toUri() + "!/program"));
        assertThatThrownBy(() -> broken.copyTo(folder.resolve("broken")))
                .isInstanceOf(DevServicesException.class)
                .hasMessageStartingWith("Damaged download jar:file:")
                .hasMessageContaining("checksum");
    }

    @Test
    void a_missing_archive_names_the_dependency() {
        assertThatThrownBy(() -> CarriedFile.find("no-such-file.txz", "group:artifact"))
                .isInstanceOf(DevServicesException.class)
                .hasMessageContaining("group:artifact is not there or was damaged in the download");
    }
}
