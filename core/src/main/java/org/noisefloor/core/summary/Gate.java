package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunReport.GateOutcome;
import org.noisefloor.core.config.Condition;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.files.text.PlainNumbers;

/** Conditions on a run's result, each for every intervention at every site that it is about: for use where a machine decides. */
public final class Gate {
    private Gate() {}

    /** The report with what came of every condition, for every intervention that it is about and that has the quantity. */
    static RunReport judged(RunReport report, RunDescription run, FigureCatalogue figures) {
        if (run.inference().gate().isEmpty()) {
            return report;
        }
        List<GateOutcome> outcomes = new ArrayList<>();
        for (String text : run.inference().gate()) {
            Condition condition = Condition.parse(text, "gate");
            for (int a = 0; a < run.layout().arms().size(); a++) {
                Arm arm = run.layout().arms().get(a);
                if (arm.asks()
                        && condition.about().isOf(arm.name(), arm.site())
                        && Quantities.names(a, run.layout(), figures)
                                .contains(condition.about().quantity())) {
                    ArmReport of = report.site(arm.site())
                            .flatMap(site -> site.arm(arm.name()))
                            .orElseThrow();
                    outcomes.add(outcome(condition, arm, of));
                }
            }
        }
        return report.withGate(outcomes);
    }

    private static GateOutcome outcome(Condition condition, Arm arm, ArmReport of) {
        Estimate estimate = Quantities.of(of).get(condition.about().quantity());
        double value;
        String why;
        if (estimate == null) {
            boolean share = Quantities.isShareOfEmptyClass(condition.about().quantity());
            value = share ? 0 : Double.NaN;
            why = share ? null : "no position is in that class";
        } else {
            value = switch (condition.bound()) {
                case VALUE -> estimate.value();
                case LOWER -> estimate.low();
                case UPPER -> estimate.high();
            };
            why = Double.isNaN(value) ? String.valueOf(estimate.missing()) : null;
        }
        // what is undefined is no reason to let a change through
        return new GateOutcome(condition.text(), arm.site(), arm.name(), value, condition.holds(value), why);
    }

    /** A condition that does not hold, in a line. */
    public static String line(GateOutcome outcome) {
        Condition condition = Condition.parse(outcome.condition(), "gate");
        String found = outcome.missing() == null
                ? "is " + PlainNumbers.significant(outcome.value(), 4)
                : "is undefined, since " + outcome.missing();
        return condition.text() + ": " + condition.about().quantity()
                + (condition.bound() == Condition.Bound.VALUE
                        ? ""
                        : "." + condition.bound().name().toLowerCase(Locale.ROOT))
                + " " + found + " for " + outcome.intervention() + " at " + outcome.site();
    }
}
