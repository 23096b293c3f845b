package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As whom a server runs, and how a command is changed for that. Each form replaces itself by the command, so that the process
 * id is the server's own.
 *
 * <p>Root's servers run as nobody: PostgreSQL insists on it, and whoever can connect to a server can write files with its
 * rights. Where nobody cannot reach the files, an empty user namespace has to do.
 *
 * @param prefix what precedes the command
 * @param owner the user id that must own the server's files, or {@link #CALLER}
 */
record ServerUser(List<String> prefix, int owner) {

    static final int CALLER = -1;

    private static final int NOBODY = 65534;
    private static final List<String> BECOME_NOBODY =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--inh-caps=-all");
    private static final List<String> NEW_NAMESPACE = List.of("unshare", "-U");

    private static @Nullable ServerUser chosen;

    static synchronized ServerUser unprivileged() {
        ServerUser user = chosen;
        if (user == null) {
            user = choose();
            chosen = user;
        }
        return user;
    }

    /** The user of helper processes. */
    static ServerUser caller() {
        return new ServerUser(ownSession(), CALLER);
    }

    static ServerUser nobody() {
        return caller().then(BECOME_NOBODY, NOBODY);
    }

    static boolean isRoot() {
        return userId() == 0;
    }

    static int userId() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new DevServicesException("Cannot tell the user id of this process", e);
        }
    }

    List<String> run(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return List.copyOf(whole);
    }

    /** Hands a folder and all in it to the user. */
    void own(Path folder) {
        if (owner != CALLER) {
            Command.run(List.of("chown", "-R", owner + ":" + owner, folder.toString()));
        }
    }

    private static ServerUser choose() {
        ServerUser namespace = caller().then(NEW_NAMESPACE, CALLER);
        if (!isRoot()) {
            // PostgreSQL wants a name for its user id; in the namespace it is nobody's.
            return Command.succeeds(List.of("id", "-un")) ? caller() : namespace;
        }
        if (nobody().reaches(WorkFolder.root())) {
            return nobody();
        }
        if (namespace.reaches(WorkFolder.root())) {
            return namespace;
        }
        throw new DevServicesException("PostgreSQL refuses to run as root, and neither 'setpriv' nor 'unshare -U' works"
                + " here: run as a normal user, or install util-linux");
    }

    private boolean reaches(Path folder) {
        return Command.succeeds(run(List.of("test", "-x", folder.toString())));
    }

    private ServerUser then(List<String> more, int newOwner) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(more);
        return new ServerUser(List.copyOf(whole), newOwner);
    }

    /** A session of its own keeps the Ctrl-C of a terminal from the servers: the JVM decides when they end. */
    private static List<String> ownSession() {
        return Command.succeeds(List.of("setsid", "true")) ? List.of("setsid") : List.of();
    }
}
