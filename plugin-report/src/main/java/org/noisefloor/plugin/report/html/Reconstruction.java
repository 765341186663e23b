package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.VerdictWords;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.plot.Series;
import org.noisefloor.files.text.Numbers;

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

    static Html of(Topic topic) {
        List<String> measured = SHOWN.stream().filter(topic::measures).toList();
        String main = topic.main();
        if (measured.isEmpty() || main.isEmpty()) {
            return new Html();
        }
        Html html = new Html();
        if (topic.cases().size() > 1) {
            html.open("div", "class", "plots");
            measured.forEach(figure -> html.add(scatter(topic, figure)));
            html.closeLine();
        }
        List<String> columns =
                new ArrayList<>(List.of("site", topic.mainInWords() + Overview.ofUnit(topic.unit(main))));
        measured.forEach(figure -> columns.add(figure));
        List<List<Html>> rows = new ArrayList<>();
        for (Case each : topic.cases()) {
            List<Html> row = new ArrayList<>(
                    List.of(Html.of(each.label()), Arms.cell(each.intervention(), main, topic.unit(main))));
            measured.forEach(figure -> row.add(Arms.cell(each.intervention(), figure, "")));
            rows.add(row);
        }
        return html.table("Reconstruction, over intervened positions, and what it costs", columns, rows);
    }

    private static Html scatter(Topic topic, String figure) {
        List<Case> cases = topic.cases().stream()
                .filter(each -> Arms.figure(each.intervention(), figure).isFinite()
                        && Arms.figure(each.intervention(), topic.main()).isFinite())
                .toList();
        long different = cases.stream()
                // equal but for rounding is equal
                .map(each ->
                        Numbers.number(Arms.figure(each.intervention(), figure).value()))
                .distinct()
                .count();
        if (different < 2) {
            return new Html();
        }
        List<String> labels = cases.stream().map(Case::label).toList();
        List<Series> series = cases.size() > MOST_CASES ? Series.ordered(labels) : Series.of(labels);
        String words = WORDS.getOrDefault(figure, figure);
        Plot plot = new Plot(topic.mainInWords() + " against " + figure + ": " + order(topic, cases, figure))
                .note(topic.basis() + ". One point for each site and intervention.")
                .legend(series);
        List<Scatter.Point> points = new ArrayList<>();
        List<List<Html>> rows = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            Case each = cases.get(i);
            Estimate cost = Arms.figure(each.intervention(), topic.main());
            Estimate x = Arms.figure(each.intervention(), figure);
            points.add(new Scatter.Point(
                    x,
                    cost,
                    series.get(i),
                    each.label() + ": " + figure + " " + Words.of(x, "") + ", " + topic.mainInWords() + " "
                            + Words.of(cost, "")));
            rows.add(List.of(
                    Html.of(each.label()),
                    Arms.cell(each.intervention(), figure, ""),
                    Arms.cell(each.intervention(), topic.main(), "")));
        }
        return plot.table(new Html()
                        .table(
                                figure + " and " + topic.mainInWords(),
                                List.of("site", figure, topic.mainInWords()),
                                rows))
                .html(
                        Scatter.of(plot.title(), points),
                        figure + ": " + words,
                        "mean " + topic.mainInWords() + Overview.ofUnit(topic.unit(topic.main())));
    }

    /** Whether the order by one is the order by the other. */
    private static String order(Topic topic, List<Case> cases, String figure) {
        int agree = 0;
        int pairs = 0;
        for (int i = 0; i < cases.size(); i++) {
            for (int j = 0; j < i; j++) {
                double x = Arms.figure(cases.get(i).intervention(), figure).value()
                        - Arms.figure(cases.get(j).intervention(), figure).value();
                double y = Arms.figure(cases.get(i).intervention(), topic.main())
                                .value()
                        - Arms.figure(cases.get(j).intervention(), topic.main()).value();
                pairs++;
                agree += x * y > 0 ? 1 : 0;
            }
        }
        return cases.size() < FEW_CASES
                ? VerdictWords.and(cases.stream().map(Case::label).toList())
                : agree + " of " + pairs + " pairs rise together";
    }
}
