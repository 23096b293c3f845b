package io.breakwater.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What was measured, as Git knows it.
 *
 * @param id the commit, or {@code unknown} outside a Git work tree
 * @param dirty whether there are changes that are not committed
 */
record Commit(String id, boolean dirty) {

    static Commit of(Path folder) {
        try {
            return new Commit(
                    git(folder, "rev-parse", "HEAD"),
                    !git(folder, "status", "--porcelain").isEmpty());
        } catch (IOException e) {
            return new Commit("unknown", false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Commit("unknown", false);
        }
    }

    private static String git(Path folder, String command, String argument) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("git", command, argument)
                .directory(folder.toAbsolutePath().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("git " + command + " failed");
        }
        return output;
    }
}
