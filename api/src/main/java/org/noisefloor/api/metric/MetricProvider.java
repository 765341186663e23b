package org.noisefloor.api.metric;

import org.noisefloor.api.Provider;
import org.noisefloor.api.RunContext;

/** A measure of how far a spliced model is from the original. */
public interface MetricProvider<O extends Record> extends Provider<O> {

    /**
     * Describes what is measured at one site. Called once for each entry of the config and site, before anything is computed, and again
     * when a finished run is summed up anew: then the model is not open, and neither are files that the options name to be expected.
     * Heavy work belongs into {@link Metric#scorer}.
     */
    Metric create(O options, RunContext context);
}
