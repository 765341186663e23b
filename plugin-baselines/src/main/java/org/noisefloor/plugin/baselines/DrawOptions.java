package org.noisefloor.plugin.baselines;

import org.noisefloor.api.Option;
import org.noisefloor.api.intervention.Needs;

/** The options of noise of which nothing but the number of draws is chosen. */
public record DrawOptions(
        @Option(doc = "random draws per position", orElse = "8", min = 1, max = MOST)
        int draws) {
    /** Far more than a floor needs: the error of a mean over 10,000 draws is a hundredth of one draw's. */
    static final int MOST = 10_000;

    /** Of noise that is as large as an intervention's error. */
    Needs needs() {
        return Needs.nothing().drawn(draws).matched();
    }
}
