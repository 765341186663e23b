package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.SiteReport;
import org.noisefloor.core.config.About;
import org.noisefloor.core.config.Until;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.files.words.Width;

/** How narrow the intervals are that {@code until} in a config looks at: those of all interventions that it is about. */
public final class Sureness {
    private Sureness() {}

    /**
     * What the records so far say.
     *
     * @param records from the first on, as many as a look takes
     */
    public static RunReport.Until after(RunDescription run, FigureCatalogue figures, RecordSource records) {
        RunReport report = Summarizer.summarize(run, figures, records, new Summarizer.Options(null, asksForClass(run)));
        return Objects.requireNonNull(report.until());
    }

    /** Intervals within classes take their time, so they are made only where they are looked at. */
    private static boolean asksForClass(RunDescription run) {
        String quantity = until(run).about().quantity();
        return run.layout().stratifiers().stream().anyMatch(each -> quantity.startsWith(each.stratifier() + "."));
    }

    /** The report with how sure it is; as it is, if the config does not ask. */
    static RunReport told(RunReport report, RunDescription run) {
        RunDescription.Until asked = run.inference().until();
        if (asked == null) {
            return report;
        }
        Until until = until(run);
        About about = until.about();
        Width width = until.wide();
        List<Seen> all = new ArrayList<>();
        for (SiteReport site : report.sites()) {
            for (ArmReport arm : site.interventions()) {
                Estimate estimate = Quantities.of(arm).get(about.quantity());
                if (about.isOf(arm.name(), site.name()) && estimate != null) {
                    all.add(new Seen(
                            site.name(), arm.name(), estimate.hasInterval() ? width.of(estimate) : Double.NaN));
                }
            }
        }
        // what has no interval is the least sure of all
        Seen widest = all.stream()
                .max(Comparator.comparingDouble(
                        each -> Double.isNaN(each.width()) ? Double.POSITIVE_INFINITY : each.width()))
                .orElse(new Seen("", "", Double.NaN));
        return report.withUntil(new RunReport.Until(
                asked.figure(),
                asked.width(),
                asked.looks(),
                widest.width() <= width.number(),
                widest.width(),
                widest.site(),
                widest.arm()));
    }

    private static Until until(RunDescription run) {
        RunDescription.Until asked = Objects.requireNonNull(run.inference().until());
        return new Until(asked.figure(), asked.width(), "until");
    }

    private record Seen(String site, String arm, double width) {}
}
