package io.breakwater.cache;

/**
 * What is done, and how often: of 10,000 operations. The others are plain reads.
 *
 * @param keys of how many keys; the first ones more often than the last
 * @param past reads past the near tier
 * @param bulk reads of several keys
 * @param change commits of one key
 * @param several commits of several keys
 * @param clear commits after which everything is cleared
 */
record Mix(int keys, int past, int bulk, int change, int several, int clear) {

    static final int ALL = 10_000;

    static Mix usual() {
        return new Mix(Ledger.KEYS, 40, 10, 50, 3, 1);
    }

    /** For few keys, so that there is always something under way for each. */
    static Mix busy() {
        return new Mix(6, 500, 50, 1_000, 50, 5);
    }

    static Mix onlyReads() {
        return new Mix(Ledger.KEYS, 0, 0, 0, 0, 0);
    }
}
