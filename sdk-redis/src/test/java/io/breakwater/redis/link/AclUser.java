package io.breakwater.redis.link;

import io.breakwater.devservices.RedisServer;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/** A user with exactly the rules given, on every server of a deployment, until it is closed. */
record AclUser(Deployment deployment, String name) implements AutoCloseable {

    static final String PASSWORD = "open-sesame";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    static AclUser of(Deployment deployment, Collection<String> rules) {
        AclUser user = new AclUser(deployment, "user-" + NUMBERS.incrementAndGet());
        user.allow(rules);
        return user;
    }

    static AclUser of(Deployment deployment, String... rules) {
        return of(deployment, Arrays.asList(rules));
    }

    /** These, and no others from now on; connections stay. */
    void allow(Collection<String> rules) {
        for (RedisServer server : deployment.everyone()) {
            Plain.ask(
                    server,
                    redis -> redis.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), declaration(rules)));
        }
    }

    private CommandArgs<String, String> declaration(Collection<String> rules) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8)
                .add("SETUSER")
                .add(name)
                .add("reset")
                .add("on")
                .add(">" + PASSWORD);
        rules.forEach(arguments::add);
        return arguments;
    }

    String uri() {
        return uri(PASSWORD);
    }

    String uri(String password) {
        return deployment.uri().replace("://", "://" + name + ":" + password + "@");
    }

    @Override
    public void close() {
        for (RedisServer server : deployment.everyone()) {
            Plain.ask(
                    server,
                    redis -> redis.dispatch(
                            CommandType.ACL,
                            new IntegerOutput<>(StringCodec.UTF8),
                            new CommandArgs<>(StringCodec.UTF8).add("DELUSER").add(name)));
        }
    }
}
