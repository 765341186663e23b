package org.noisefloor.api.metric;

/** Writes the values of a metric's columns, position by position. Used by one thread, and may keep scratch memory. */
@FunctionalInterface
public interface Scorer extends AutoCloseable {

    /**
     * Writes this position's values.
     *
     * @param comparison valid during the call
     * @param out the columns one after the other, {@link Column#width} values each; all of them have to be written
     */
    void score(Comparison comparison, double[] out);

    /** Frees what it owns; called once. */
    @Override
    default void close() {}
}
