package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server of ours as a process that can be launched, killed and launched again. Its log lies in its folder. */
final class ServerProcess implements Server {

    private final String name;
    private final List<String> command;
    private final Path folder;
    private final Path log;
    private final String endSignal;
    private @Nullable Process process;

    ServerProcess(String name, List<String> command, Path folder, String endSignal) {
        this.name = name;
        this.command = command;
        this.folder = folder;
        this.log = folder.resolve(name + ".log");
        this.endSignal = endSignal;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void launch() {
        requireStopped();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("LC_ALL", "C");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new DevServicesException(name + " cannot be started: " + e.getMessage(), e);
        }
        DevServices.tie(process, endSignal);
    }

    @Override
    public synchronized long pid() {
        return running().pid();
    }

    private ProcessHandle running() {
        requireRunning();
        return Objects.requireNonNull(process).toHandle();
    }

    /** Children are counted before the signal: after it they are no longer their parent's. */
    @Override
    public synchronized void kill() {
        List<ProcessHandle> family = family();
        send("KILL", family);
        awaitEnd(family);
    }

    @Override
    public synchronized void pause() {
        send("STOP", family());
    }

    @Override
    public synchronized void resume() {
        send("CONT", family());
    }

    @Override
    public synchronized void close() {
        if (isAlive()) {
            List<ProcessHandle> family = family();
            send("CONT", family);
            send(endSignal, family.subList(0, 1));
            awaitEnd(family);
        }
        try {
            WorkFolder.delete(folder);
        } catch (IOException e) {
            throw new DevServicesException("Cannot delete " + folder + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    private List<ProcessHandle> family() {
        ProcessHandle parent = running();
        return Stream.concat(Stream.of(parent), parent.descendants()).toList();
    }

    private static void send(String signal, List<ProcessHandle> receivers) {
        boolean interrupted = Thread.interrupted();
        String pids =
                receivers.stream().map(handle -> String.valueOf(handle.pid())).collect(Collectors.joining(" "));
        // A child may have ended in between: then kill complains, and all the others got their signal.
        Command.succeeds(List.of("sh", "-c", "kill -" + signal + " " + pids));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd(List<ProcessHandle> family) {
        awaitEnd(() -> !isAlive() && family.stream().skip(1).noneMatch(ServerProcess::runs));
    }

    /** A grandchild that ended stays in the process table until init reaps it, which need not be soon. */
    private static boolean runs(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        List<String> stat = WorkFolder.linesIfReadable(Path.of("/proc", String.valueOf(handle.pid()), "stat"));
        return !stat.isEmpty()
                && !stat.get(0).substring(stat.get(0).lastIndexOf(')')).startsWith(") Z");
    }

    @Override
    public List<String> log() {
        return WorkFolder.linesIfReadable(log);
    }
}
