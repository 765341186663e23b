package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.files.plot.Axis;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.plot.Series;
import org.noisefloor.files.text.Numbers;
import org.noisefloor.files.words.FloorWords;

/** All sites and interventions side by side: what each costs, and how many times its floors. */
final class Overview {
    private static final String ITSELF = "intervention";

    private final Topic topic;
    private final String main;
    private final List<Series> series;
    private final List<ArmReport> floors;

    Overview(Topic topic) {
        this.topic = topic;
        this.main = topic.main();
        Map<String, ArmReport> named = new LinkedHashMap<>();
        topic.cases().forEach(each -> each.floors().forEach(floor -> named.putIfAbsent(floor.name(), floor)));
        this.floors = List.copyOf(named.values());
        List<String> labels = new ArrayList<>(List.of(ITSELF));
        floors.forEach(floor -> labels.add(FloorWords.shortly(floor)));
        this.series = Series.of(labels);
    }

    /** What stands beside the grid: how many times the noise. Empty without floors. */
    Html first() {
        return main.isEmpty() || topic.cases().isEmpty() ? new Html() : ratios();
    }

    Html html() {
        Html html = new Html();
        if (main.isEmpty() || topic.cases().isEmpty()) {
            return html;
        }
        html.open("div", "class", "plots").add(costs(main));
        if (topic.measures("ce_delta")) {
            html.add(costs("ce_delta"));
        }
        return html.closeLine();
    }

    private Rows rows(Plot plot, List<Series> shown) {
        return new Rows(
                plot,
                topic.cases().stream().map(Case::label).toList(),
                shown,
                (shown.size() + 1) * (shown.size() > 5 ? 9 : 11),
                true);
    }

    private Html costs(String figure) {
        boolean loss = figure.equals("ce_delta");
        String unit = topic.unit(figure);
        String name = loss ? "Rise of the cross-entropy" : topic.mainInWords();
        Plot plot = new Plot(extremes(figure, name, unit))
                .note(topic.basis() + ". Ablations are far off; they stand with each site below.");
        Rows points = rows(plot, series);
        List<String> columns = new ArrayList<>(List.of("site"));
        series.forEach(each -> columns.add(each.label()));
        List<List<Html>> table = new ArrayList<>();
        for (Case each : topic.cases()) {
            List<Html> row = new ArrayList<>(List.of(Html.of(each.label())));
            for (int i = 0; i < series.size(); i++) {
                Optional<ArmReport> arm = i == 0
                        ? Optional.of(each.intervention())
                        : each.floor(floors.get(i - 1).name());
                Estimate cost = arm.flatMap(of -> of.estimate(figure)).orElse(Words.ABSENT);
                row.add(arm.map(of -> Arms.cell(of, figure, unit)).orElse(Words.cell(cost, unit)));
                points.point(each.label(), series.get(i).label(), cost, Words.of(cost, unit));
            }
            table.add(row);
        }
        plot.table(new Html().table(name + ofUnit(unit), columns, table));
        return points.isEmpty()
                ? new Html()
                : points.html(
                        Axis.linear(Math.min(0, points.least()), Math.max(0, points.most())),
                        loss ? 0 : Double.NaN,
                        (loss ? "mean rise of the cross-entropy" : "mean " + topic.mainInWords()) + ofUnit(unit));
    }

    private Html ratios() {
        List<Series> shown = series.subList(1, series.size());
        Plot plot = new Plot("How many times the " + topic.mainInWords() + " of the noise")
                .note("1 (dashed) is as bad as the noise, to the right is worse. " + topic.basis() + ".");
        Rows points = rows(plot, shown);
        List<String> columns = new ArrayList<>(List.of("site"));
        shown.forEach(each -> columns.add("over " + each.label()));
        List<List<Html>> table = new ArrayList<>();
        for (Case each : topic.cases()) {
            List<Html> row = new ArrayList<>(List.of(Html.of(each.label())));
            for (int i = 0; i < floors.size(); i++) {
                Estimate ratio = Arms.ratio(each.intervention(), floors.get(i).name(), main);
                row.add(Words.ratioCell(ratio));
                if (ratio.value() > 0) {
                    points.point(each.label(), shown.get(i).label(), ratio, Words.multiple(ratio));
                }
            }
            table.add(row);
        }
        plot.table(new Html().table(topic.mainInWords() + " as a multiple of each floor's", columns, table));
        return points.isEmpty()
                ? new Html()
                : points.html(
                        Axis.log(Math.min(1, points.leastPositive()), Math.max(1, points.most())),
                        1,
                        topic.mainInWords() + " over that of the noise (log axis)");
    }

    static String ofUnit(String unit) {
        return unit.isEmpty() ? "" : " (" + unit + ")";
    }

    /** After a number. */
    static String withUnit(String unit) {
        return unit.isEmpty() || unit.equals("share") ? "" : " " + unit;
    }

    private String extremes(String figure, String name, String unit) {
        List<Case> cases = topic.cases().stream()
                .filter(each -> cost(each, figure).isFinite())
                .toList();
        if (cases.isEmpty()) {
            return name;
        }
        // the first of equals
        Case least = cases.get(0);
        Case most = cases.get(0);
        for (Case each : cases) {
            least = cost(each, figure).value() < cost(least, figure).value() ? each : least;
            most = cost(each, figure).value() > cost(most, figure).value() ? each : most;
        }
        if (least.equals(most)) {
            return name + ": " + Words.of(cost(most, figure), unit) + withUnit(unit) + ", " + most.label();
        }
        return name + ": from " + Numbers.number(cost(least, figure).value()) + " (" + least.label() + ") to "
                + Numbers.number(cost(most, figure).value()) + withUnit(unit) + " (" + most.label() + ")";
    }

    private static Estimate cost(Case each, String figure) {
        return Arms.figure(each.intervention(), figure);
    }
}
