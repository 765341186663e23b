package org.noisefloor.plugin.report;

import java.util.Objects;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.Estimate;

/** What every form of the report says in the same words. Nothing is judged here: the report holds the verdicts. */
public final class Wording {
    private Wording() {}

    /**
     * An estimate of a class as a form shows it: that a class has no intervals is said once, with its number of positions, since
     * thousands of figures would repeat it.
     */
    public static Estimate inClass(Estimate estimate, ClassReport of) {
        return Objects.equals(estimate.missing(), of.n().missing()) ? estimate.withoutReason() : estimate;
    }
}
