package org.noisefloor.core.summary;

import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.run.ToyRun;

/** Reports of runs of the toy model. */
public final class ToyReport {
    private static final int RESAMPLES = 200;

    private ToyReport() {}

    public static RunReport of(ToyRun run) {
        return of(run, RESAMPLES);
    }

    static RunReport of(ToyRun run, int resamples) {
        return Summarizer.summarize(
                run.description(), run.figures(), run.records(), new Summarizer.Options(resamples, true));
    }

    public static RunReport of(Plan plan) {
        return of(ToyRun.of(plan));
    }

    public static RunReport of(ToyPlan toy) {
        return of(toy.plan());
    }
}
