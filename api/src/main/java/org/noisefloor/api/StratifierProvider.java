package org.noisefloor.api;

/** A way to divide positions into classes. */
public non-sealed interface StratifierProvider<O extends Record> extends Provider<O> {

    /** Creates an instance for one thread; the host calls this once for each thread. */
    Stratifier create(O options);
}
