package io.breakwater.cache;

/**
 * How often what is done, of 10,000 operations; the others are plain reads.
 *
 * @param past reads past the near tier
 * @param bulk reads of several keys
 * @param change commits of one key
 * @param several commits of several keys
 * @param clear commits after which everything is cleared
 */
record Mix(int past, int bulk, int change, int several, int clear) {

    static final int ALL = 10_000;

    static Mix usual() {
        return new Mix(70, 15, 100, 5, 1);
    }

    /** There is always something under way for each key. */
    static Mix busy() {
        return new Mix(500, 50, 1_000, 50, 5);
    }

    static Mix onlyReads() {
        return new Mix(0, 0, 0, 0, 0);
    }
}
