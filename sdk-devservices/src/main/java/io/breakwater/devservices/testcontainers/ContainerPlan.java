package io.breakwater.devservices.testcontainers;

import java.util.List;
import java.util.Map;

/**
 * What container to make.
 *
 * @param name the server's name, for messages
 * @param image the image, with its tag
 * @param user as whom the command runs, or empty for the image's own user
 * @param command the command, handed to the image's entry point
 * @param port the port on which the server listens in the container
 * @param hostPort the port of 127.0.0.1 that leads there: fixed, since one that Docker chooses changes with each start
 * @param alias the name that other containers know it by
 * @param files the text files in it, by path
 */
public record ContainerPlan(
        String name,
        String image,
        String user,
        List<String> command,
        int port,
        int hostPort,
        String alias,
        Map<String, String> files) {

    /**
     * Copies.
     *
     * @param name the server's name, for messages
     * @param image the image, with its tag
     * @param user as whom the command runs, or empty for the image's own user
     * @param command the command, handed to the image's entry point
     * @param port the port on which the server listens in the container
     * @param hostPort the port of 127.0.0.1 that leads there
     * @param alias the name that other containers know it by
     * @param files the text files in it, by path
     */
    public ContainerPlan {
        command = List.copyOf(command);
        files = Map.copyOf(files);
    }
}
