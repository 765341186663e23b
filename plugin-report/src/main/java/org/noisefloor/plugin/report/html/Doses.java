package org.noisefloor.plugin.report.html;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ArmReport.EquivalentNoise;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.files.text.Numbers;

/** A dose-response curve: how much noise does what, with the intervention on the same axes. */
final class Doses {
    private final Topic topic;
    private final Case of;
    private final String family;
    private final List<ArmReport> arms;
    private final String unit;
    private final String name;
    private final Estimate own;
    private final boolean relative;
    private final List<Double> sizes = new ArrayList<>();
    private final List<Double> costs = new ArrayList<>();

    private Doses(Topic topic, Case of, String family, List<ArmReport> arms) {
        this.topic = topic;
        this.of = of;
        this.family = family;
        this.arms = arms;
        this.unit = topic.unit(topic.main());
        this.name = of.intervention().name();
        this.own = Arms.figure(of.intervention(), topic.main());
        this.relative = arms.get(0).matchedTo() != null;
    }

    /** A curve for each family of doses. */
    static Html of(Topic topic, Case of) {
        Html html = new Html();
        if (topic.main().isEmpty()) {
            return html;
        }
        Map<String, List<ArmReport>> families = new LinkedHashMap<>();
        for (ArmReport arm : of.others()) {
            if (arm.dose() != null) {
                families.computeIfAbsent(arm.family(), family -> new ArrayList<>())
                        .add(arm);
            }
        }
        families.forEach((family, arms) -> html.add(new Doses(topic, of, family, arms).curve()));
        return html;
    }

    private static double dose(ArmReport arm) {
        return Objects.requireNonNullElse(arm.dose(), Double.NaN);
    }

    private Html curve() {
        Estimate equivalent = equivalent().multiple();
        char bound = equivalent().bound();
        String title = equivalent.isDefined()
                ? name + " does the damage of noise "
                        + (bound == '<' ? "less than " : bound == '>' ? "more than " : "")
                        + Words.multiple(equivalent)
                        + (of.intervention().role() == ArmReport.Role.WHOLE_MODEL
                                ? " the activation’s norm"
                                : " its size")
                : "How " + topic.mainInWords() + " grows with noise";
        Plot plot = new Plot("dose", title)
                .note("Noise of " + family + ", " + arms.get(0).draws() + " draws a dose; dashed: "
                        + topic.mainInWords() + " of " + name
                        + ". Doses at 0 and figures of 0 have no place on log axes. " + topic.basis() + ".")
                .set("xaxis", relative ? "noise over its own error, log axis" : "noise over the activation, log axis")
                .set("yaxis", "mean " + topic.mainInWords() + Overview.ofUnit(unit) + ", log axis")
                .set(
                        "levels",
                        own.isFinite() && own.value() > 0 ? List.of(Map.of("value", rounded(own.value()))) : List.of());
        Html table = new Html()
                .table(
                        topic.mainInWords() + " by size of the noise, " + family,
                        List.of(
                                relative ? "times the error" : "share of the activation",
                                topic.mainInWords() + Overview.ofUnit(unit)),
                        drawn(plot));
        if (plot.isEmpty()) {
            return new Html();
        }
        placed(plot, equivalent, bound);
        return plot.log("x", Collections.min(sizes), Collections.max(sizes))
                .log("y", Collections.min(costs), Collections.max(costs))
                .table(table)
                .html();
    }

    private EquivalentNoise equivalent() {
        return of.intervention()
                .equivalentNoise()
                .getOrDefault(family, Map.of())
                .getOrDefault(topic.main(), new EquivalentNoise(Words.ABSENT, '='));
    }

    /** The doses as points; the table's rows. */
    private List<List<Html>> drawn(Plot plot) {
        List<List<Html>> rows = new ArrayList<>();
        arms.stream().sorted(Comparator.comparingDouble(Doses::dose)).forEach(arm -> {
            Estimate cost = Arms.figure(arm, topic.main());
            double dose = dose(arm);
            if (dose > 0 && cost.isFinite() && cost.value() > 0) {
                boolean drawn = cost.hasInterval() && cost.low() > 0;
                double low = drawn ? cost.low() : cost.value();
                double high = drawn ? cost.high() : cost.value();
                sizes.add(dose);
                costs.add(low);
                costs.add(high);
                plot.point(Map.of(
                        "dose",
                        dose,
                        "value",
                        cost.value(),
                        "low",
                        low,
                        "high",
                        high,
                        "tip",
                        Arms.label(arm) + ": " + Words.of(cost, unit)));
            }
            rows.add(List.of(Html.of(Numbers.number(dose)), Arms.cell(arm, topic.main(), unit)));
        });
        return rows;
    }

    /** The intervention itself, and the noise that does as much. */
    private void placed(Plot plot, Estimate equivalent, char bound) {
        double size =
                relative ? 1 : Arms.figure(of.intervention(), "relative_error").value();
        List<Series> legend = new ArrayList<>(List.of(new Series("noise", "#0072b2", "square")));
        List<Object> itself = new ArrayList<>();
        List<Object> asMuch = new ArrayList<>();
        if (own.isFinite() && own.value() > 0 && size > 0) {
            String where = relative ? ", at its own size" : ", at its mean relative error";
            legend.add(new Series(name + where, "#d55e00", "circle"));
            itself.add(at(size, own.value(), name + ": " + Words.of(own, unit)));
            sizes.add(size);
            costs.add(own.value());
        }
        if (relative && equivalent.isFinite() && bound == '=' && own.value() > 0) {
            legend.add(new Series("noise that does as much", "#009e73", "cross"));
            asMuch.add(at(equivalent.value(), own.value(), "equivalent noise: " + Words.multiple(equivalent)));
        }
        plot.series(legend).set("placed", itself).set("equivalent", asMuch);
    }

    private static Map<String, Object> at(double dose, double value, String tip) {
        return new TreeMap<>(Map.of("dose", rounded(dose), "value", rounded(value), "tip", tip));
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(5)).doubleValue();
    }
}
