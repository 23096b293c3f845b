package io.breakwater.redis.link;

import org.jspecify.annotations.Nullable;

/**
 * A command under way to the owner of its key.
 *
 * @param owner the owner
 * @param since what it is the owner since, at the time of sending
 * @param sent the command
 */
record Asked<T>(Owner owner, long since, Sent<T> sent) {

    Reply<@Nullable T> await(long sentAt) throws ErrorReply {
        return owner.replied(sent.await(sentAt), since);
    }
}
