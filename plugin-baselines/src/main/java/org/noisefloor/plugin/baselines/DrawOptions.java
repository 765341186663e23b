package org.noisefloor.plugin.baselines;

import org.noisefloor.api.Option;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Needs;

/** The options of noise of which nothing but the number of draws is chosen. */
public record DrawOptions(
        @Option(doc = "random draws per position; auto: as many as the main figure needs", orElse = "8")
        DrawCount draws) {

    /** Of noise that is as large as an intervention's error. */
    Needs needs() {
        return Needs.nothing().drawn(draws).matched();
    }
}
