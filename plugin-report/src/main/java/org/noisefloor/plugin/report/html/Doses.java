package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dose-response curves: how much noise does what, with the intervention on the same axes. */
final class Doses {
    private Doses() {}

    static Html of(Report report, Case of) {
        Html html = new Html();
        if (report.main().isEmpty()) {
            return html;
        }
        Map<String, List<Arm>> families = new LinkedHashMap<>();
        for (Arm arm : of.others()) {
            if (!Double.isNaN(arm.dose())) {
                families.computeIfAbsent(arm.family(), family -> new ArrayList<>())
                        .add(arm);
            }
        }
        families.forEach((family, arms) -> html.add(curve(report, of, family, arms)));
        return html;
    }

    private static Html curve(Report report, Case of, String family, List<Arm> arms) {
        String main = report.main();
        String unit = report.unit(main);
        boolean relative = !arms.get(0).matchedTo().isEmpty();
        List<Arm> doses =
                arms.stream().sorted(Comparator.comparingDouble(Arm::dose)).toList();
        Estimate own = of.intervention().figure(main);
        JsonNode node =
                of.intervention().node().path("equivalent_noise").path(family).path(main);
        Estimate equivalent = Estimate.of(node);
        String bound = node.path("bound").asText("=");
        String name = of.intervention().name();

        String title = equivalent.isNumber()
                ? name + " does the damage of noise "
                        + (bound.equals("<") ? "less than " : bound.equals(">") ? "more than " : "")
                        + equivalent.inWordsAsMultiple()
                        + (of.intervention().isWholeModel() ? " the activation’s norm" : " its size")
                : "How " + report.mainInWords() + " grows with noise";
        Plot plot = new Plot("dose", title)
                .note("Noise of " + family + ", " + arms.get(0).draws() + " draws a dose; dashed: "
                        + report.mainInWords() + " of " + name
                        + ". Doses at 0 and figures of 0 have no place on log axes. " + report.basis() + ".")
                .set("xaxis", relative ? "noise over its own error, log axis" : "noise over the activation, log axis")
                .set("yaxis", "mean " + report.mainInWords() + Overview.ofUnit(unit) + ", log axis")
                .set(
                        "levels",
                        own.isFinite() && own.value() > 0 ? List.of(Map.of("value", rounded(own.value()))) : List.of());
        List<List<Html>> rows = new ArrayList<>();
        List<Double> sizes = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        for (Arm arm : doses) {
            Estimate cost = arm.figure(main);
            String dose = Numbers.number(arm.dose());
            if (arm.dose() > 0 && cost.isFinite() && cost.value() > 0) {
                boolean drawn = cost.hasInterval() && cost.low() > 0;
                sizes.add(arm.dose());
                costs.add(drawn ? cost.low() : cost.value());
                costs.add(drawn ? cost.high() : cost.value());
                plot.point(Map.of(
                        "dose",
                        arm.dose(),
                        "value",
                        cost.value(),
                        "low",
                        drawn ? cost.low() : cost.value(),
                        "high",
                        drawn ? cost.high() : cost.value(),
                        "tip",
                        arm.label() + ": " + cost.inWords(unit)));
            }
            rows.add(List.of(Html.of(dose), cost.cell(unit)));
        }
        double size = relative ? 1 : of.intervention().figure("relative_error").value();
        List<Series> legend = new ArrayList<>(List.of(new Series("noise", "#0072b2", "square")));
        boolean placed = own.isFinite() && own.value() > 0 && size > 0;
        if (placed) {
            legend.add(new Series(
                    relative ? name + ", at its own size" : name + ", at its mean relative error",
                    "#d55e00",
                    "circle"));
        }
        boolean exact = relative && equivalent.isFinite() && bound.equals("=") && own.value() > 0;
        if (exact) {
            legend.add(new Series("noise that does as much", "#009e73", "cross"));
        }
        plot.series(legend)
                .set("placed", placed ? List.of(at(size, own.value(), name + ": " + own.inWords(unit))) : List.of())
                .set(
                        "equivalent",
                        exact
                                ? List.of(at(
                                        equivalent.value(),
                                        own.value(),
                                        "equivalent noise: " + equivalent.inWordsAsMultiple()))
                                : List.of());
        Html table = new Html()
                .table(
                        report.mainInWords() + " by size of the noise, " + family,
                        List.of(
                                relative ? "times the error" : "share of the activation",
                                report.mainInWords() + Overview.ofUnit(unit)),
                        rows);
        if (plot.isEmpty()) {
            return new Html();
        }
        if (placed) {
            sizes.add(size);
            costs.add(own.value());
        }
        return plot.log("x", Collections.min(sizes), Collections.max(sizes))
                .log("y", Collections.min(costs), Collections.max(costs))
                .table(table)
                .html();
    }

    private static Map<String, Object> at(double dose, double value, String tip) {
        return new java.util.TreeMap<>(Map.of("dose", rounded(dose), "value", rounded(value), "tip", tip));
    }

    private static double rounded(double value) {
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(5))
                .doubleValue();
    }
}
