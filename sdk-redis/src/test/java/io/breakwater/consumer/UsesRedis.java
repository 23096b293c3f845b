package io.breakwater.consumer;

import io.breakwater.redis.Redis;
import java.time.Duration;

/** A user's program: links to the server it is given and says whether it is connected, and as which module. */
public final class UsesRedis {

    private UsesRedis() {}

    public static void main(String[] arguments) {
        try (Redis redis = Redis.connect(arguments[0], Duration.ofSeconds(30))) {
            System.out.println(Redis.class.getModule().getName() + " " + redis.isConnected());
        }
    }
}
