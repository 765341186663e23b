package org.noisefloor.api.metric;

/** Says which class a position is in. Used by one thread, and may keep scratch memory. */
@FunctionalInterface
public interface Classifier extends AutoCloseable {

    /** The class of a position, as an index into {@link Stratifier#classes()}; the comparison is valid during the call. */
    int classify(Comparison comparison);

    /** Frees what it owns; called once. */
    @Override
    default void close() {}
}
