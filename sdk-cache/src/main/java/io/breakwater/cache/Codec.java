package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Turns values into bytes and back. It is called by several threads at once.
 *
 * @param <V> the values
 * @see JsonCodec
 */
public interface Codec<V> {

    /**
     * Values that are bytes already.
     *
     * @return a codec that leaves them as they are; they must not be changed once they were handed over
     */
    static Codec<byte[]> bytes() {
        return BasicCodec.of(2, "bytes", bytes -> bytes, bytes -> bytes);
    }

    /**
     * Strings as UTF-8. One that is not well-formed does not come back as it was.
     *
     * @return the codec
     */
    static Codec<String> strings() {
        return BasicCodec.of(3, "strings", text -> text.getBytes(UTF_8), bytes -> new String(bytes, UTF_8));
    }

    /**
     * Tells this codec's bytes from another's: what a different id has written is not decoded but loaded again.
     *
     * @return always the same number, 1 to 127; 1 to 15 are for codecs of this module
     */
    int id();

    /**
     * The version of what is encoded. Raise it with each change that older releases cannot decode: while both run side by side the
     * older ones then load such a value without replacing it, and the newer ones replace what the older have written.
     *
     * @return 1 to 32767
     */
    default int version() {
        return 1;
    }

    /**
     * Turns a value into bytes. An exception is handled like a failure of Redis: a read goes on with the loaded value, a
     * {@code put} fails with a {@link CacheStoreException}.
     *
     * @param value the value
     * @return its bytes
     */
    byte[] encode(V value);

    /**
     * Turns bytes that this codec's id and version have written back into a value. They may come from another release of the program.
     *
     * @param payload the bytes
     * @return the value
     * @throws Exception if they cannot be understood; the value is then loaded again, and replaced
     */
    V decode(byte[] payload) throws Exception;
}
