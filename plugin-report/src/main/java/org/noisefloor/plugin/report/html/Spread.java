package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the divergence is spread over positions, against the floors. */
final class Spread {
    private static final List<List<Integer>> DASHES =
            List.of(List.of(1, 0), List.of(6, 3), List.of(2, 2), List.of(8, 3, 2, 3), List.of(4, 4), List.of(1, 3));

    private Spread() {}

    static Html of(Report report, Case of) {
        String main = report.main();
        if (main.isEmpty() || of.intervention().spread(main).isMissingNode()) {
            return new Html();
        }
        List<Arm> arms = of.compared().stream()
                .filter(arm -> !arm.spread(main).isMissingNode())
                .limit(DASHES.size())
                .toList();
        int first = Integer.MAX_VALUE;
        int last = -1;
        for (Arm arm : arms) {
            for (String bin : Arm.keys(arm.spread(main).path("histogram"))) {
                if (!bin.equals("zero")) {
                    first = Math.min(first, Integer.parseInt(bin));
                    last = Math.max(last, Integer.parseInt(bin));
                }
            }
        }
        JsonNode own = of.intervention().spread(main);
        double median = Estimate.number(own.path("median"));
        double top = Estimate.number(own.path("top_1_percent"));
        String title = Double.isNaN(median)
                ? report.mainInWords() + " over positions"
                : "Half of the positions lie below " + Numbers.number(median) + Overview.withUnit(report.unit(main))
                        + "; the top hundredth holds " + Numbers.percent(top) + " of all " + report.mainInWords();
        Plot plot = new Plot("spread", title)
                .note("Filled: " + of.intervention().name() + ". n = " + Numbers.count(report.scored())
                        + " positions, of floors in each draw; bins are a tenth of a decade."
                        + (arms.size() < of.compared().size() ? " The first " + (arms.size() - 1) + " floors." : ""))
                .series(Series.lines(arms.stream().map(Arm::label).toList(), DASHES))
                .set("dashes", DASHES.subList(0, arms.size()))
                .set("first", of.intervention().label())
                .set(
                        "axis",
                        report.mainInWords() + " at a position" + Overview.ofUnit(report.unit(main)) + ", log axis");
        List<List<Html>> rows = new ArrayList<>();
        for (Arm arm : arms) {
            JsonNode histogram = arm.spread(main).path("histogram");
            double all = 0;
            for (JsonNode count : histogram) {
                all += count.asDouble();
            }
            for (int bin = first; bin <= last + 1; bin++) {
                double share = histogram.path(Integer.toString(bin)).asDouble(0) / all;
                double at = Math.pow(10, -16 + bin / 10.0);
                plot.point(Map.of(
                        "series",
                        arm.label(),
                        "at",
                        at,
                        "share",
                        share,
                        "tip",
                        arm.label() + ", from " + Numbers.number(at) + ": " + Numbers.percent(share)));
            }
            JsonNode spread = arm.spread(main);
            rows.add(List.of(
                    Html.code(arm.label()),
                    Html.of(Numbers.percent(histogram.path("zero").asDouble(0) / all)),
                    Html.of(Numbers.number(quantile(spread, "median", 0.5))),
                    Html.of(Numbers.number(quantile(spread, "q90", 0.9))),
                    Html.of(Numbers.number(quantile(spread, "q99", 0.99))),
                    Html.of(share(spread.path("top_1_percent")))));
        }
        Html table = new Html()
                .table(
                        "Quantiles of " + report.mainInWords()
                                + " over positions; of random arms those of the histogram, a tenth of a decade exact",
                        List.of("", "exactly 0", "median", "90 %", "99 %", "held by the top 1 %"),
                        rows);
        if (last < 0) {
            return new Html();
        }
        return plot.log("", Math.pow(10, -16 + first / 10.0), Math.pow(10, -16 + (last + 1) / 10.0))
                .table(table)
                .html();
    }

    private static String share(JsonNode node) {
        double share = Estimate.number(node);
        return Double.isNaN(share) ? "–" : Numbers.percent(share);
    }

    /** As the report says it, or the lower end of the bin in which it lies. */
    private static double quantile(JsonNode spread, String name, double level) {
        if (spread.path(name).isNumber()) {
            return spread.path(name).asDouble();
        }
        JsonNode histogram = spread.path("histogram");
        double all = 0;
        for (JsonNode count : histogram) {
            all += count.asDouble();
        }
        double seen = histogram.path("zero").asDouble(0);
        for (int bin = 0; bin < 190 && seen < level * all; bin++) {
            seen += histogram.path(Integer.toString(bin)).asDouble(0);
            if (seen >= level * all) {
                return Math.pow(10, -16 + bin / 10.0);
            }
        }
        return 0;
    }
}
