package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.breakwater.cache.Message.Mutation;
import io.breakwater.cache.Message.MutationId;
import io.breakwater.cache.Message.Place;
import java.util.List;

/** The mutations of one node in one epoch, one after the other, and what a server says of them. */
final class Chain {

    static final long EPOCH = 7;

    private Chain() {}

    static Place place(long sequence) {
        return sequence == 0 ? Place.NONE : new Place(sequence, id(sequence));
    }

    static MutationId id(long count) {
        return count == 0 ? MutationId.NOBODY : new MutationId(1, count);
    }

    /** The mutation with a number, by the chain of the first node. */
    static Mutation mutation(long sequence) {
        return new Mutation("c", EPOCH, place(sequence), id(sequence - 1), 100 + sequence, keys("k" + sequence));
    }

    static Mutation clear(long sequence) {
        return new Mutation("c", EPOCH, place(sequence), id(sequence - 1), 100 + sequence, null);
    }

    static List<byte[]> keys(String key) {
        return List.of(key.getBytes(US_ASCII));
    }

    static SyncAnswer answer(SyncAnswer.Kind kind, long epoch, Place place, long generation, Mutation... missed) {
        return new SyncAnswer(kind, epoch, 0, place, 100, 0, 0, List.of(missed), generation, 0);
    }
}
