package org.noisefloor.api;

/** A measure of how far a spliced model is from the original. */
public non-sealed interface MetricProvider<O extends Record> extends Provider<O> {

    /**
     * Creates an instance for one thread and one site, which may keep scratch memory.
     *
     * @param site where the activations come from that {@link Comparison#activation} shows
     */
    Metric create(O options, Site site);
}
