package org.noisefloor.api;

/** A measure of how far a spliced model is from the original. */
public non-sealed interface MetricProvider<O extends Record> extends Provider<O> {

    /** Creates an instance for one thread, which may keep scratch memory; the host calls this once for each thread. */
    Metric create(O options);
}
