package io.breakwater.cache;

/** What may befall the nodes of a history. */
interface Troubles {

    /** One of them, and its end. */
    void strike();
}
