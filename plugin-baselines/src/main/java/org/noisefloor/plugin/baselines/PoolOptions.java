package org.noisefloor.plugin.baselines;

import org.noisefloor.api.Option;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Needs;

/** The options of baselines that take something from another position. */
public record PoolOptions(
        @Option(doc = "random draws per position; auto: as many as the main figure needs", orElse = "8")
        DrawCount draws,

        @Option(doc = "where the other position is taken from", orElse = "calibration")
        PoolOf pool) {

    /** @param matched whether the baseline is matched to an intervention */
    Needs needs(boolean matched) {
        Needs needs = Needs.nothing().drawn(draws);
        needs = matched ? needs.matched() : needs;
        return pool == PoolOf.CALIBRATION ? needs.calibrated() : needs;
    }
}
