package io.breakwater.devservices;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Folders made once for this machine's user and used by all later JVMs. A folder appears under its name when it is complete:
 * it is made beside it, under a lock that other processes see, and renamed.
 */
final class BinaryCache {

    private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

    private BinaryCache() {}

    static Path folder(String name, Maker maker) {
        Path folder = WorkFolder.root().resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        IN_THIS_JVM.lock();
        try (FileChannel lock = FileChannel.open(
                        WorkFolder.root().resolve(name + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var ignored = lock.lock()) {
            if (!Files.isDirectory(folder)) {
                make(folder, maker);
            }
            return folder;
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
            throw new DevServicesException("Interrupted while unpacking " + folder, e);
        } catch (IOException e) {
            throw WorkFolder.unwritable(folder, e);
        } finally {
            IN_THIS_JVM.unlock();
        }
    }

    private static void make(Path folder, Maker maker) throws IOException {
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        WorkFolder.delete(unfinished);
        Files.createDirectory(unfinished);
        try {
            maker.fill(unfinished);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            WorkFolder.delete(unfinished);
        }
    }

    /** Fills a folder that is empty and nobody else's yet. */
    interface Maker {
        void fill(Path folder) throws IOException;
    }
}
