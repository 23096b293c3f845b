package io.breakwater.cache;

/** JSON that is held up at a gate on the way in or out, if one is set. */
final class GatedCodec implements Codec<String> {

    private final JsonCodec<String> json = JsonCodec.of(String.class);
    volatile Gate beforeEncode = open();
    volatile Gate beforeDecode = open();

    @Override
    public int id() {
        return json.id();
    }

    @Override
    public byte[] encode(String value) {
        beforeEncode.pass();
        return json.encode(value);
    }

    @Override
    public String decode(byte[] payload) {
        beforeDecode.pass();
        return json.decode(payload);
    }

    static Gate open() {
        Gate gate = new Gate();
        gate.open();
        return gate;
    }
}
