package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ArmReport.EquivalentNoise;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.files.plot.Axis;
import org.noisefloor.files.plot.Drawing;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.plot.Series;
import org.noisefloor.files.text.Numbers;

/** A dose-response curve: how much noise does what, with the intervention on the same axes. */
final class Doses {
    private static final Series NOISE = new Series("noise", "#0072b2", "square");

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
    private final List<Dose> doses = new ArrayList<>();
    private final List<Dose> placed = new ArrayList<>();

    /** A point of the plot, with its interval or without. */
    private record Dose(double size, double value, double low, double high, Series series, String tip) {}

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
        Html table = new Html()
                .table(
                        topic.mainInWords() + " by size of the noise, " + family,
                        List.of(
                                relative ? "times the error" : "share of the activation",
                                topic.mainInWords() + Overview.ofUnit(unit)),
                        drawn());
        if (doses.isEmpty()) {
            return new Html();
        }
        placed(equivalent, bound);
        List<Series> legend = new ArrayList<>(List.of(NOISE));
        placed.forEach(each -> legend.add(each.series()));
        return new Plot(title)
                .note("Noise of " + family + ", " + arms.get(0).draws() + " draws a dose; dashed: "
                        + topic.mainInWords() + " of " + name
                        + ". Doses at 0 and figures of 0 have no place on log axes. " + topic.basis() + ".")
                .legend(legend)
                .table(table)
                .html(
                        drawing(title),
                        relative ? "noise over its own error, log axis" : "noise over the activation, log axis",
                        "mean " + topic.mainInWords() + Overview.ofUnit(unit) + ", log axis");
    }

    private Drawing drawing(String title) {
        Axis x = Axis.log(Collections.min(sizes), Collections.max(sizes));
        if (own.isFinite() && own.value() > 0) {
            costs.add(own.value());
        }
        Axis y = Axis.log(Collections.min(costs), Collections.max(costs));
        Drawing drawing =
                new Drawing(Scatter.MARGIN, Scatter.HEIGHT, title).below(x).left(y);
        if (own.isFinite() && own.value() > 0) {
            double level = drawing.y(y, own.value());
            drawing.line(0, level, 1, level, "#d55e00", "class", "dashed");
        }
        drawing.path(
                doses.stream()
                        .map(each -> new double[] {x.at(each.size()), drawing.y(y, each.value())})
                        .toList(),
                NOISE.colour(),
                "none",
                false);
        for (Dose each : doses) {
            drawing.upright(x.at(each.size()), drawing.y(y, each.low()), drawing.y(y, each.high()), NOISE);
        }
        Stream.concat(doses.stream(), placed.stream())
                .forEach(
                        each -> drawing.mark(x.at(each.size()), drawing.y(y, each.value()), each.series(), each.tip()));
        return drawing;
    }

    private EquivalentNoise equivalent() {
        return of.intervention()
                .equivalentNoise()
                .getOrDefault(family, Map.of())
                .getOrDefault(topic.main(), new EquivalentNoise(Words.ABSENT, '='));
    }

    /** The doses as points; returned are the table's rows. */
    private List<List<Html>> drawn() {
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
                doses.add(
                        new Dose(dose, cost.value(), low, high, NOISE, Arms.label(arm) + ": " + Words.of(cost, unit)));
            }
            rows.add(List.of(Html.of(Numbers.number(dose)), Arms.cell(arm, topic.main(), unit)));
        });
        return rows;
    }

    /** The intervention itself, and the noise that does as much. */
    private void placed(Estimate equivalent, char bound) {
        double size =
                relative ? 1 : Arms.figure(of.intervention(), "relative_error").value();
        if (own.isFinite() && own.value() > 0 && size > 0) {
            String where = relative ? ", at its own size" : ", at its mean relative error";
            place(size, new Series(name + where, "#d55e00", "circle"), name + ": " + Words.of(own, unit));
            sizes.add(size);
        }
        if (relative && equivalent.isFinite() && bound == '=' && own.value() > 0) {
            place(
                    equivalent.value(),
                    new Series("noise that does as much", "#009e73", "cross"),
                    "equivalent noise: " + Words.multiple(equivalent));
        }
    }

    private void place(double size, Series series, String tip) {
        placed.add(new Dose(size, own.value(), own.value(), own.value(), series, tip));
    }
}
