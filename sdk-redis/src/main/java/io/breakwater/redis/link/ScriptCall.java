package io.breakwater.redis.link;

import java.util.List;

/**
 * One of several runs of a script.
 *
 * @param keys its keys, at least one; in a Cluster all of one hash slot
 * @param arguments its arguments
 */
public record ScriptCall(List<byte[]> keys, List<byte[]> arguments) {}
