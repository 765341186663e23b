package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Condition;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.run.Measures;
import org.noisefloor.core.summary.Estimate;
import org.noisefloor.core.summary.Summary;
import org.noisefloor.core.summary.Summary.ArmSummary;

/** Conditions on a run's result, each for every intervention at every site that it is about: for use where a machine decides. */
public final class Gate {
    private Gate() {}

    /**
     * A condition for one intervention at one site.
     *
     * @param value the number that was compared; NaN if it is undefined
     * @param why why it is undefined; null if it is not
     */
    public record Verdict(
            Condition condition,
            Arm arm,
            double value,
            @Nullable String why) {

        /** What is undefined is no reason to let a change through. */
        public boolean holds() {
            return condition.holds(value);
        }

        /** In a line. */
        public String line() {
            String found = why == null ? "is " + Wording.significant(value, 4) : "is undefined, since " + why;
            return condition.text() + ": " + condition.quantity()
                    + (condition.bound() == Condition.Bound.VALUE
                            ? ""
                            : "." + condition.bound().name().toLowerCase(Locale.ROOT))
                    + " " + found + " for " + arm.label();
        }
    }

    /**
     * Refuses conditions on what the run will not measure, before it measures anything.
     *
     * @throws UserError with all of them, a line each
     */
    public static void check(Plan plan, Layout layout, Measures measures) {
        Set<String> mistakes = new LinkedHashSet<>();
        List<Set<String>> namesByArm = names(plan, layout, measures);
        for (Condition condition : plan.gate()) {
            Set<String> names = new TreeSet<>();
            Set<String> arms = new TreeSet<>();
            Set<String> sites = new TreeSet<>();
            for (int a = 0; a < layout.arms().size(); a++) {
                Arm arm = layout.arms().get(a);
                if (arm.baseline()) {
                    continue;
                }
                arms.add(arm.name());
                sites.add(arm.site());
                if (isAbout(condition, arm)) {
                    names.addAll(namesByArm.get(a));
                }
            }
            mistake(condition, names, arms, sites, mistakes);
        }
        if (!mistakes.isEmpty()) {
            throw new UserError(String.join("\n", mistakes));
        }
    }

    /** The quantities that each arm will have, by arm; none of baselines, which no condition is about. */
    private static List<Set<String>> names(Plan plan, Layout layout, Measures measures) {
        if (plan.gate().isEmpty()) {
            return List.of();
        }
        Set<String> floors = Set.copyOf(plan.floors());
        return IntStream.range(0, layout.arms().size())
                .mapToObj(a -> layout.arms().get(a).baseline()
                        ? Set.<String>of()
                        : Quantities.names(a, layout, measures, floors))
                .toList();
    }

    private static void mistake(
            Condition condition, Set<String> names, Set<String> arms, Set<String> sites, Set<String> mistakes) {
        String where = condition.place() + ": gate: ";
        if (condition.intervention().isPresent()
                && !arms.contains(condition.intervention().get())) {
            mistakes.add(where
                    + UserError.unknownText(
                            "intervention", condition.intervention().get(), arms));
        } else if (condition.site().isPresent()
                && !sites.contains(condition.site().get())) {
            mistakes.add(where
                    + UserError.unknownText("site of the run", condition.site().get(), sites));
        } else if (!names.contains(condition.quantity())) {
            mistakes.add(where + UserError.unknownText("quantity", condition.quantity(), names));
        }
    }

    private static boolean isAbout(Condition condition, Arm arm) {
        return condition.intervention().map(arm.name()::equals).orElse(true)
                && condition.site().map(arm.site()::equals).orElse(true);
    }

    /** Every condition for every intervention that it is about and that has the quantity. */
    public static List<Verdict> verdicts(Plan plan, Layout layout, Measures measures, Summary summary) {
        List<Verdict> verdicts = new ArrayList<>();
        List<Set<String>> namesByArm = names(plan, layout, measures);
        for (Condition condition : plan.gate()) {
            for (int a = 0; a < summary.arms().size(); a++) {
                ArmSummary arm = summary.arms().get(a);
                if (!arm.arm().baseline()
                        && isAbout(condition, arm.arm())
                        && namesByArm.get(a).contains(condition.quantity())) {
                    verdicts.add(verdict(condition, arm));
                }
            }
        }
        return verdicts;
    }

    private static Verdict verdict(Condition condition, ArmSummary arm) {
        Estimate estimate = Quantities.of(arm).get(condition.quantity());
        if (estimate == null) {
            boolean share = Quantities.isShareOfEmptyClass(condition.quantity());
            return new Verdict(
                    condition, arm.arm(), share ? 0 : Double.NaN, share ? null : "no position is in that class");
        }
        double value = switch (condition.bound()) {
            case VALUE -> estimate.value();
            case LOWER -> estimate.low();
            case UPPER -> estimate.high();
        };
        String why = Double.isNaN(value) ? String.valueOf(estimate.missing()) : null;
        return new Verdict(condition, arm.arm(), value, why);
    }

    /** As {@code report.json} has them. */
    static List<Map<String, Object>> plain(List<Verdict> verdicts) {
        return verdicts.stream()
                .map(each -> new Tree()
                        .put("condition", each.condition().text())
                        .put("site", each.arm().site())
                        .put("intervention", each.arm().name())
                        .number("value", each.value())
                        .put("holds", each.holds())
                        .unlessNull("missing", each.why())
                        .map())
                .collect(Collectors.toList());
    }
}
