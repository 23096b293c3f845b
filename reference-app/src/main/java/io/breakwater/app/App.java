package io.breakwater.app;

import io.javalin.util.JavalinBindException;
import org.flywaydb.core.api.FlywayException;

/** Runs one instance, configured by its environment, until it is told to end. */
public final class App {

    private static final int BAD_CONFIGURATION = 2;
    private static final int CANNOT_START = 1;

    private App() {}

    public static void main(String[] arguments) {
        try {
            Forum forum = Forum.start(Config.of(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(forum::close, "shutdown"));
            System.out.println("Breakwater serves on port " + forum.port());
        } catch (IllegalArgumentException e) {
            exit(BAD_CONFIGURATION, e);
        } catch (JavalinBindException | FlywayException e) {
            exit(CANNOT_START, e);
        }
    }

    private static void exit(int code, Exception reason) {
        System.err.println(reason.getMessage());
        System.exit(code);
    }
}
