package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How well activations are rebuilt, against what the replacement costs, over all sites and interventions. */
final class Reconstruction {
    private static final List<String> SHOWN = List.of("fvu", "l0", "l2_ratio");
    private static final Map<String, String> WORDS = Map.of(
            "fvu", "fraction of variance unexplained", "l0", "active features", "l2_ratio", "‖ã‖/‖a‖, the shrinkage");
    /** More than that and neither colour nor shape tells cases apart. */
    private static final int MOST_CASES = 8;

    /** Fewer rise together by chance. */
    private static final int FEW_CASES = 4;

    private Reconstruction() {}

    static Html of(Report report) {
        List<String> measured = SHOWN.stream().filter(report::measures).toList();
        String main = report.main();
        if (measured.isEmpty() || main.isEmpty()) {
            return new Html();
        }
        Html html = new Html();
        if (report.cases().size() > 1) {
            html.open("div", "class", "plots");
            measured.forEach(figure -> html.add(scatter(report, figure)));
            html.closeLine();
        }
        List<String> columns =
                new ArrayList<>(List.of("site", report.mainInWords() + Overview.ofUnit(report.unit(main))));
        measured.forEach(figure -> columns.add(figure));
        List<List<Html>> rows = new ArrayList<>();
        for (Case each : report.cases()) {
            List<Html> row = new ArrayList<>(List.of(
                    Html.of(each.label()), each.intervention().figure(main).cell(report.unit(main))));
            measured.forEach(
                    figure -> row.add(each.intervention().figure(figure).cell("")));
            rows.add(row);
        }
        return html.table("Reconstruction, over intervened positions, and what it costs", columns, rows);
    }

    private static Html scatter(Report report, String figure) {
        List<Case> cases = report.cases().stream()
                .filter(each -> each.intervention().figure(figure).isFinite()
                        && each.intervention().figure(report.main()).isFinite())
                .toList();
        long different = cases.stream()
                // equal but for rounding is equal
                .map(each -> Numbers.number(each.intervention().figure(figure).value()))
                .distinct()
                .count();
        if (different < 2) {
            return new Html();
        }
        List<String> labels = cases.stream().map(Case::label).toList();
        List<Series> series = cases.size() > MOST_CASES ? Series.ordered(labels) : Series.of(labels);
        String words = WORDS.getOrDefault(figure, figure);
        Plot plot = new Plot(
                        "scatter", report.mainInWords() + " against " + figure + ": " + order(report, cases, figure))
                .note(report.basis() + ". One point for each site and intervention.")
                .series(series)
                .set("xaxis", figure + ": " + words)
                .set("yaxis", "mean " + report.mainInWords() + Overview.ofUnit(report.unit(report.main())));
        List<List<Html>> rows = new ArrayList<>();
        for (Case each : cases) {
            Estimate cost = each.intervention().figure(report.main());
            Estimate x = each.intervention().figure(figure);
            plot.point(Map.of(
                    "series",
                    each.label(),
                    "x",
                    x.value(),
                    "value",
                    cost.value(),
                    "low",
                    cost.hasInterval() ? cost.low() : cost.value(),
                    "high",
                    cost.hasInterval() ? cost.high() : cost.value(),
                    "tip",
                    each.label() + ": " + figure + " " + x.inWords("") + ", " + report.mainInWords() + " "
                            + cost.inWords("")));
            rows.add(List.of(Html.of(each.label()), x.cell(""), cost.cell("")));
        }
        return plot.table(new Html()
                        .table(
                                figure + " and " + report.mainInWords(),
                                List.of("site", figure, report.mainInWords()),
                                rows))
                .html();
    }

    /** Whether the order by one is the order by the other. */
    private static String order(Report report, List<Case> cases, String figure) {
        int agree = 0;
        int pairs = 0;
        for (int i = 0; i < cases.size(); i++) {
            for (int j = 0; j < i; j++) {
                double x = cases.get(i).intervention().figure(figure).value()
                        - cases.get(j).intervention().figure(figure).value();
                double y = cases.get(i).intervention().figure(report.main()).value()
                        - cases.get(j).intervention().figure(report.main()).value();
                pairs++;
                agree += x * y > 0 ? 1 : 0;
            }
        }
        return cases.size() < FEW_CASES
                ? Answer.and(cases.stream().map(Case::label).toList())
                : agree + " of " + pairs + " pairs rise together";
    }
}
