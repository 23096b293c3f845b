package io.breakwater.devservices;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Servers that start and end together.
 *
 * @param servers in the order of their start
 */
record RedisGroup(List<RedisServer> servers) {

    /** The first alone: a replica that finds its master missing tries again only a second later. Then all at once. */
    void start() {
        servers.get(0).start();
        List<RedisServer> others = servers.subList(1, servers.size());
        others.forEach(RedisServer::launch);
        others.forEach(RedisServer::awaitReady);
    }

    RedisServer at(int port) {
        return servers.stream()
                .filter(server -> server.port() == port)
                .findFirst()
                .orElseThrow(() -> new DevServicesException("None of " + servers + " has port " + port));
    }

    RedisGroup only(RedisServer server) {
        return new RedisGroup(List.of(server));
    }

    /** The answers of those that answer. */
    <T> List<T> ask(Question<T> question) {
        List<T> answers = new ArrayList<>();
        for (RedisServer server : servers) {
            try {
                answers.add(question.ask(server));
            } catch (IOException e) {
                // It is down, paused or cut off: the others know more.
            }
        }
        return answers;
    }

    void end() {
        Ending.each(servers, RedisServer::end);
    }

    interface Question<T> {
        T ask(RedisServer server) throws IOException;
    }
}
