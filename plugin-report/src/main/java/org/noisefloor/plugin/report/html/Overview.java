package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All sites and interventions side by side: what each costs, and how many times its floors. */
final class Overview {
    private static final String ITSELF = "intervention";

    private final Report report;
    private final String main;
    private final List<Series> series;

    Overview(Report report) {
        this.report = report;
        this.main = report.main();
        Set<String> labels = new LinkedHashSet<>(List.of(ITSELF));
        report.cases().forEach(each -> each.floors().forEach(floor -> labels.add(floor.name())));
        this.series = Series.of(List.copyOf(labels));
    }

    Html html() {
        Html html = new Html();
        if (main.isEmpty() || report.cases().isEmpty()) {
            return html;
        }
        html.open("div", "class", "plots").add(costs(main)).add(ratios());
        if (report.measures("ce_delta")) {
            html.add(costs("ce_delta"));
        }
        return html.closeLine();
    }

    private Plot plot(String title) {
        return new Plot("intervals", title)
                .series(series)
                .rows(
                        report.cases().stream().map(Case::label).toList(),
                        (series.size() + 1) * (series.size() > 5 ? 9 : 12));
    }

    private Html costs(String figure) {
        boolean loss = figure.equals("ce_delta");
        String unit = report.unit(figure);
        String name = loss ? "Rise of the cross-entropy" : report.mainInWords();
        Plot plot = plot(extremes(figure, name, unit))
                .note(report.basis() + ". Ablations are far off; they stand with each site below.")
                .set("axis", (loss ? "mean rise of the cross-entropy" : "mean " + report.mainInWords()) + ofUnit(unit))
                .fromZero()
                .set("reference", loss ? List.of(Map.of("at", 0)) : List.of());
        List<String> columns = new ArrayList<>(List.of("site"));
        series.forEach(each -> columns.add(each.label()));
        List<List<Html>> rows = new ArrayList<>();
        for (Case each : report.cases()) {
            List<Html> row = new ArrayList<>(List.of(Html.of(each.label())));
            for (Series one : series) {
                Estimate cost =
                        arm(each, one.label()).map(arm -> arm.figure(figure)).orElse(Estimate.NONE);
                row.add(cost.cell(unit));
                if (cost.isFinite()) {
                    plot.point(interval(each.label(), one.label(), cost, cost.inWords(unit)));
                }
            }
            rows.add(row);
        }
        return plot.isEmpty()
                ? new Html()
                : plot.table(new Html().table(name + ofUnit(unit), columns, rows))
                        .html();
    }

    private Html ratios() {
        if (series.size() < 2) {
            return new Html();
        }
        List<Series> floors = series.subList(1, series.size());
        Plot plot = plot(aboveOrBelow(floors))
                .series(floors)
                .note("A ratio of 1 (dashed) is as bad as the floor. " + report.basis() + ".")
                .set("axis", report.mainInWords() + " over that of the floor (log axis)")
                .set("reference", List.of(Map.of("at", 1)));
        List<String> columns = new ArrayList<>(List.of("site"));
        floors.forEach(each -> columns.add("over " + each.label()));
        double least = 1;
        double most = 1;
        List<List<Html>> rows = new ArrayList<>();
        for (Case each : report.cases()) {
            List<Html> row = new ArrayList<>(List.of(Html.of(each.label())));
            for (Series floor : floors) {
                Estimate ratio = each.intervention().ratio(floor.label(), main);
                row.add(ratio.ratioCell());
                if (ratio.isFinite() && ratio.value() > 0) {
                    plot.point(interval(each.label(), floor.label(), ratio, ratio.inWordsAsMultiple()));
                    least = Math.min(least, ratio.hasInterval() && ratio.low() > 0 ? ratio.low() : ratio.value());
                    most = Math.max(most, ratio.hasInterval() ? ratio.high() : ratio.value());
                }
            }
            rows.add(row);
        }
        String caption = report.mainInWords() + " as a multiple of each floor's";
        if (plot.isEmpty()) {
            return new Html();
        }
        return plot.log("", least, most)
                .table(new Html().table(caption, columns, rows))
                .html();
    }

    private static java.util.Optional<Arm> arm(Case each, String label) {
        return label.equals(ITSELF)
                ? java.util.Optional.of(each.intervention())
                : each.floors().stream()
                        .filter(floor -> floor.name().equals(label))
                        .findFirst();
    }

    static Map<String, Object> interval(String row, String series, Estimate estimate, String words) {
        boolean drawn = estimate.hasInterval();
        return Map.of(
                "row",
                row,
                "series",
                series,
                "value",
                estimate.value(),
                "low",
                drawn ? estimate.low() : estimate.value(),
                "high",
                drawn ? estimate.high() : estimate.value(),
                "tip",
                row + ", " + series + ": " + words);
    }

    static String ofUnit(String unit) {
        return unit.isEmpty() ? "" : " (" + unit + ")";
    }

    /** After a number. */
    static String withUnit(String unit) {
        return unit.isEmpty() || unit.equals("share") ? "" : " " + unit;
    }

    private String extremes(String figure, String name, String unit) {
        Case least = null;
        Case most = null;
        for (Case each : report.cases()) {
            if (cost(each, figure).isFinite()) {
                least = least == null
                                || cost(each, figure).value()
                                        < cost(least, figure).value()
                        ? each
                        : least;
                most = most == null
                                || cost(each, figure).value()
                                        > cost(most, figure).value()
                        ? each
                        : most;
            }
        }
        if (least == null || most == null) {
            return name;
        }
        if (least.equals(most)) {
            return name + ": " + cost(most, figure).inWords(unit) + withUnit(unit) + " at " + most.label();
        }
        return name + ": from " + Numbers.number(cost(least, figure).value()) + " at " + least.label() + " to "
                + Numbers.number(cost(most, figure).value()) + withUnit(unit) + " at " + most.label();
    }

    private static Estimate cost(Case each, String figure) {
        return each.intervention().figure(figure);
    }

    private String aboveOrBelow(List<Series> floors) {
        List<String> parts = new ArrayList<>();
        for (Series floor : floors.subList(0, Math.min(3, floors.size()))) {
            long of = 0;
            long above = 0;
            for (Case each : report.cases()) {
                Estimate ratio = each.intervention().ratio(floor.label(), main);
                of += ratio.hasInterval() ? 1 : 0;
                above += ratio.hasInterval() && ratio.low() > 1 ? 1 : 0;
            }
            if (of > 0) {
                parts.add(floor.label() + " at " + above + " of " + of);
            }
        }
        return parts.isEmpty()
                ? "Multiples of the floors"
                : "The whole interval lies above the floor " + Answer.and(parts);
    }
}
