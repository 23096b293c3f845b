package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where binaries and data lie: one folder for each user, by default in the system's temporary folder. */
final class WorkFolder {

    static final String PROPERTY = "breakwater.devservices.dir";

    private WorkFolder() {}

    /** Only a folder that belongs to us may hold programs that we run: others can write to the temporary folder too. */
    static Path root() {
        Path parent = Path.of(System.getProperty(PROPERTY, System.getProperty("java.io.tmpdir")));
        Path root = parent.resolve("breakwater-" + ServerUser.userId()).toAbsolutePath();
        try {
            if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(parent);
                // The servers of root run as nobody, who has to reach them.
                String permissions = ServerUser.isRoot() ? "rwxr-xr-x" : "rwx------";
                createUnlessThere(root, permissions);
            }
            checkOwner(root);
            return root;
        } catch (IOException e) {
            throw unwritable(root, e);
        }
    }

    private static void createUnlessThere(Path root, String permissions) throws IOException {
        try {
            Files.createDirectory(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        } catch (FileAlreadyExistsException e) {
            // Another JVM was quicker; the owner is checked below.
        }
    }

    private static void checkOwner(Path root) throws IOException {
        Object owner = Files.getAttribute(root, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS) || !owner.equals(me)) {
            throw new DevServicesException(
                    root + " is not a folder of this user: name another place with -D" + PROPERTY + "=...");
        }
    }

    /** A new folder that is deleted when this JVM ends, however it ends. */
    static Path temporary(String name) {
        try {
            Path folder = Files.createTempDirectory(root(), name + "-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Reaper.ofThisJvm().deleteAtEnd(folder);
            return folder;
        } catch (IOException e) {
            throw unwritable(root(), e);
        }
    }

    static void write(Path file, String content) {
        write(file, content, StandardOpenOption.CREATE_NEW);
    }

    /** For the eyes of this user alone. */
    static void writeSecret(Path file, String content) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        append(file, content);
    }

    static void append(Path file, String content) {
        write(file, content, StandardOpenOption.APPEND);
    }

    private static void write(Path file, String content, StandardOpenOption option) {
        try {
            Files.writeString(file, content, option, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** The lines of a file that others write and remove at will: none when it cannot be read at this moment. */
    static List<String> linesIfReadable(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    static DevServicesException unwritable(Path folder, IOException cause) {
        String reason = cause instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getReason()
                : String.valueOf(cause.getMessage());
        return new DevServicesException(
                "Cannot write " + folder + " (" + reason + "): free 300 MB there, or name another folder with -D"
                        + PROPERTY + "=...",
                cause);
    }

    static void delete(Path folder) throws IOException {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
