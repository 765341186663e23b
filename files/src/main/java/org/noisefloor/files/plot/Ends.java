package org.noisefloor.files.plot;

import org.noisefloor.api.report.Estimate;

/** Between what an estimate is drawn: the ends of its interval, or twice its value where it has none. */
public final class Ends {
    private Ends() {}

    public static double low(Estimate estimate) {
        return estimate.hasInterval() ? estimate.low() : estimate.value();
    }

    public static double high(Estimate estimate) {
        return estimate.hasInterval() ? estimate.high() : estimate.value();
    }
}
