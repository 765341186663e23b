package org.noisefloor.api.metric;

import org.noisefloor.api.Provider;
import org.noisefloor.api.RunContext;

/** A way to divide positions into classes. */
public interface StratifierProvider<O extends Record> extends Provider<O> {

    /** Describes the classes at one site. Called once for each entry of the config and site, before anything is computed. */
    Stratifier create(O options, RunContext context);
}
