package org.noisefloor.plugin.baselines;

import org.noisefloor.api.Intervention;
import org.noisefloor.api.Option;

/** The options of baselines that take something from another position. */
public record PoolOptions(
        @Option(doc = "random draws per position", orElse = "8", min = 1)
        int draws,

        @Option(doc = "where the other position is taken from", orElse = "calibration")
        PoolOf pool) {

    /** @param matched whether the baseline is matched to an intervention */
    Intervention.Needs needs(boolean matched) {
        return new Intervention.Needs(draws, matched, pool == PoolOf.CALIBRATION, false);
    }
}
