package org.noisefloor.plugin.kl;

import org.noisefloor.api.Option;
import org.noisefloor.api.metric.Decades;

/** @param tail p up to which a token counts as the tail, inclusive */
public record TailOptions(
        @Option(
                doc = "largest original probability of a token in the tail, a power of ten from 1e-8 to 0.1",
                orElse = "1e-4")
        double tail) {

    public TailOptions {
        Decades.tailShare("", tail); // refuses what is no end of a decade
    }
}
