package io.breakwater.redis;

/**
 * What a link has done since it was opened.
 *
 * @param commands commands of the modules that were handed to a connection
 * @param mergedGets GETs among them that travelled together with others in one MGET
 * @param timeouts replies that did not come in time
 * @param refusals commands that were refused, not sent, while a server could not be reached
 * @param connections connections made, the first one of each server included
 * @param scriptReloads scripts that a server did not know and was sent whole
 * @param redirects commands that a Cluster sent on to another node
 */
public record RedisStats(
        long commands,
        long mergedGets,
        long timeouts,
        long refusals,
        long connections,
        long scriptReloads,
        long redirects) {}
