package io.breakwater.redis.link;

import io.breakwater.devservices.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the servers themselves say they were asked (INFO commandstats). */
record ServerStats(List<RedisServer> servers) {

    ServerStats reset() {
        servers.forEach(server -> Plain.ask(server, RedisCommands::configResetstat));
        return this;
    }

    long calls(String command) {
        return sum(command, "calls");
    }

    long rejected(String command) {
        return sum(command, "rejected_calls");
    }

    private long sum(String command, String figure) {
        Pattern line = Pattern.compile("cmdstat_" + Pattern.quote(command) + ":(?:\\S*,)?" + figure + "=(\\d+)");
        return servers.stream()
                .map(server -> Plain.ask(server, redis -> redis.info("commandstats")))
                .flatMap(info -> line.matcher(info).results())
                .map(MatchResult::group)
                .mapToLong(found -> Long.parseLong(found.substring(found.lastIndexOf('=') + 1)))
                .sum();
    }
}
