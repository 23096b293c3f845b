package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * A copy of a running primary's data, file by file between {@code pg_backup_start} and {@code pg_backup_stop}: the binaries
 * come without {@code pg_basebackup}. The source is never a replica: while {@code full_page_writes} is off, PostgreSQL lets
 * only a primary be copied.
 */
final class BaseBackup extends SimpleFileVisitor<Path> {

    private static final String START = "SELECT pg_backup_start('breakwater', fast => true)";
    private static final String STOP = "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)";
    private static final String WAL = "pg_wal";

    /** What belongs to the running server and not to its data; and what was set by ALTER SYSTEM, for that node alone. */
    private static final Set<String> FILES_LEFT_OUT =
            Set.of("postmaster.pid", "postmaster.opts", "standby.signal", "postgresql.auto.conf", "backup_label");

    private static final Set<String> FOLDERS_LEFT_EMPTY = Set.of(
            WAL, "pg_dynshmem", "pg_notify", "pg_replslot", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans");

    private final Path source;
    private final Path target;

    private BaseBackup(Path source, Path target) {
        this.source = source;
        this.target = target;
    }

    /** Begins the backup first: where the primary refuses, {@code makeRoom} is not run, and the target is as it was. */
    static void copy(PostgresConsole primary, Path target, Runnable makeRoom) {
        try (Connection connection = primary.connect();
                Statement statement = connection.createStatement()) {
            Path source = Path.of(answer(statement, "SHOW data_directory"));
            statement.execute(START);
            makeRoom.run();
            Files.walkFileTree(source, new BaseBackup(source, target));
            String label = answer(statement, STOP);
            Files.walkFileTree(source.resolve(WAL), new BaseBackup(source.resolve(WAL), target.resolve(WAL)));
            Files.writeString(target.resolve("backup_label"), label);
        } catch (SQLException e) {
            throw primary.refused("a base backup", e);
        } catch (IOException e) {
            throw WorkFolder.unwritable(target, e);
        }
    }

    private static String answer(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        Path place = place(folder);
        if (Files.notExists(place)) {
            Files.copy(folder, place, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return FOLDERS_LEFT_EMPTY.contains(source.relativize(folder).toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            throw new DevServicesException("Cannot copy " + file + ": its target would be shared (a tablespace?)");
        }
        if (!FILES_LEFT_OUT.contains(source.relativize(file).toString())) {
            copyUnlessGone(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    /** The server goes on, and drops files while they are copied; what matters of that stands in the WAL. */
    private void copyUnlessGone(Path file) throws IOException {
        try {
            Files.copy(file, place(file), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            if (Files.exists(file)) {
                throw e;
            }
        }
    }

    private Path place(Path original) {
        return target.resolve(source.relativize(original));
    }
}
