package io.breakwater.devservices;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A child process that outlives this JVM by a moment: it reads on its standard input what to end and to delete, and does so
 * when the input ends. The kernel closes that pipe however the JVM dies, so this works after {@code kill -9} too.
 */
final class Reaper {

    private static final Reaper OF_THIS_JVM = new Reaper();

    private final OutputStream orders;

    private Reaper() {
        List<String> command = ServerUser.caller().run(List.of("sh", "-c", ShellScript.named("reaper.sh")));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            orders = process.getOutputStream();
        } catch (IOException e) {
            throw new DevServicesException("Cannot start sh, which ends the servers when this JVM dies", e);
        }
    }

    static Reaper ofThisJvm() {
        return OF_THIS_JVM;
    }

    void watch(long pid, String signal) {
        order("watch " + pid + " " + signal);
    }

    void forget(long pid) {
        order("forget " + pid);
    }

    void deleteAtEnd(Path folder) {
        order("delete " + folder);
    }

    private synchronized void order(String line) {
        try {
            orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
        } catch (IOException e) {
            throw new DevServicesException("The process that ends the servers with this JVM is gone", e);
        }
    }
}
