package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/** What a view has let its node forget, in order. */
final class DropList implements LaneView.Drops {

    private final List<String> drops = new ArrayList<>();

    @Override
    public void drop(byte[] key) {
        drops.add(new String(key, US_ASCII));
    }

    @Override
    public void flush() {
        drops.add("all");
    }

    /** Since the last time. */
    List<String> taken() {
        List<String> taken = List.copyOf(drops);
        drops.clear();
        return taken;
    }
}
