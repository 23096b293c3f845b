package io.breakwater.cache;

/**
 * Turns values into bytes and back. It is called by several threads at once.
 *
 * @param <V> the values
 * @see JsonCodec
 */
public interface Codec<V> {

    /**
     * Tells this codec's bytes from another's: what a different id has written is not decoded but loaded again.
     *
     * @return always the same number, 1 to 127; 1 to 15 are for codecs of this module
     */
    int id();

    /**
     * Turns a value into bytes. An exception is handled like a failure of Redis: a read goes on with the loaded value, a
     * {@link Cache#put} fails with a {@link CacheStoreException}.
     *
     * @param value the value
     * @return its bytes
     */
    byte[] encode(V value);

    /**
     * Turns bytes that this codec's id has written back into a value. They may come from another release of the program.
     *
     * @param payload the bytes
     * @return the value
     * @throws Exception if they cannot be understood; the value is then loaded again, and replaced
     */
    V decode(byte[] payload) throws Exception;
}
