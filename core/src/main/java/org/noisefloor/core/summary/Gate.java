package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunReport.GateOutcome;
import org.noisefloor.core.config.Condition;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.files.text.PlainNumbers;

/** Conditions on a run's result, each for every intervention at every site that it is about: for use where a machine decides. */
public final class Gate {
    private Gate() {}

    /**
     * Refuses conditions on what the run will not measure, before it measures anything.
     *
     * @param addable ids of what could be added to the config, with the key that would list them
     * @throws UserError with all of them, a line each
     */
    public static void check(
            List<Condition> conditions, Layout layout, FigureCatalogue figures, Map<String, String> addable) {
        Mistakes mistakes = new Mistakes();
        for (Condition condition : conditions) {
            Set<String> names = new TreeSet<>();
            Set<String> arms = new TreeSet<>();
            Set<String> sites = new TreeSet<>();
            for (int a = 0; a < layout.arms().size(); a++) {
                Arm arm = layout.arms().get(a);
                if (!arm.asks()) {
                    continue;
                }
                arms.add(arm.name());
                sites.add(arm.site());
                if (isAbout(condition, arm.name(), arm.site())) {
                    names.addAll(Quantities.names(a, layout, figures));
                }
            }
            mistake(condition, new Known(names, arms, sites, addable))
                    .ifPresent(sentence -> mistakes.add(new UserError(sentence)));
        }
        mistakes.throwIfAny();
    }

    /** What a condition may name, and what it could if the config listed it. */
    private record Known(Set<String> names, Set<String> arms, Set<String> sites, Map<String, String> addable) {

        /** What a quantity is made of that the run leaves out. */
        Optional<String> leftOut(String quantity) {
            return Stream.of(quantity.split("\\."))
                    .filter(addable::containsKey)
                    .findFirst()
                    .map(id -> "quantity '" + quantity + "' needs '" + id + "', which this run leaves out; add it to '"
                            + addable.get(id) + "'");
        }
    }

    private static Optional<String> mistake(Condition condition, Known known) {
        Set<String> names = known.names();
        Set<String> arms = known.arms();
        Set<String> sites = known.sites();
        String where = condition.place() + ": gate: ";
        if (condition.intervention().isPresent()
                && !arms.contains(condition.intervention().get())) {
            return Optional.of(where
                    + UserError.unknownText(
                            "intervention", condition.intervention().get(), arms));
        }
        if (condition.site().isPresent() && !sites.contains(condition.site().get())) {
            return Optional.of(where
                    + UserError.unknownText("site of the run", condition.site().get(), sites));
        }
        return names.contains(condition.quantity())
                ? Optional.empty()
                : Optional.of(where
                        + known.leftOut(condition.quantity())
                                .orElseGet(() -> UserError.unknownText("quantity", condition.quantity(), names)));
    }

    private static boolean isAbout(Condition condition, String intervention, String site) {
        return condition.intervention().map(intervention::equals).orElse(true)
                && condition.site().map(site::equals).orElse(true);
    }

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
                        && isAbout(condition, arm.name(), arm.site())
                        && Quantities.names(a, run.layout(), figures).contains(condition.quantity())) {
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
        Estimate estimate = Quantities.of(of).get(condition.quantity());
        double value;
        String why;
        if (estimate == null) {
            boolean share = Quantities.isShareOfEmptyClass(condition.quantity());
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
        return condition.text() + ": " + condition.quantity()
                + (condition.bound() == Condition.Bound.VALUE
                        ? ""
                        : "." + condition.bound().name().toLowerCase(Locale.ROOT))
                + " " + found + " for " + outcome.intervention() + " at " + outcome.site();
    }
}
