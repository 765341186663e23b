package org.noisefloor.plugin.kl;

import org.noisefloor.api.Option;
import org.noisefloor.api.metric.Decades;

/**
 * @param tail p up to which a token counts as the tail, inclusive
 * @param decades whether to sum by decade of p besides, from which the tail shares are made
 */
public record KlOptions(
        @Option(
                doc = "largest original probability of a token in the tail, a power of ten from 1e-8 to 0.1",
                orElse = "1e-4")
        double tail,

        @Option(doc = "false keeps KL alone: no tail shares, half of the time, smaller records", orElse = "true")
        boolean decades) {

    public KlOptions {
        Decades.tailShare("", tail); // refuses what is no end of a decade
    }
}
