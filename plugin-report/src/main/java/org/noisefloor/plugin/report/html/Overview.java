package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.api.report.VerdictWords;
import org.noisefloor.files.text.Numbers;

/** All sites and interventions side by side: what each costs, and how many times its floors. */
final class Overview {
    private static final String ITSELF = "intervention";

    private final Topic topic;
    private final String main;
    private final List<Series> series;

    Overview(Topic topic) {
        this.topic = topic;
        this.main = topic.main();
        Set<String> labels = new LinkedHashSet<>(List.of(ITSELF));
        topic.cases().forEach(each -> each.floors().forEach(floor -> labels.add(floor.name())));
        this.series = Series.of(List.copyOf(labels));
    }

    Html html() {
        Html html = new Html();
        if (main.isEmpty() || topic.cases().isEmpty()) {
            return html;
        }
        html.open("div", "class", "plots").add(costs(main)).add(ratios());
        if (topic.measures("ce_delta")) {
            html.add(costs("ce_delta"));
        }
        return html.closeLine();
    }

    private Plot plot(String title) {
        return new Plot("intervals", title)
                .series(series)
                .rows(
                        topic.cases().stream().map(Case::label).toList(),
                        (series.size() + 1) * (series.size() > 5 ? 9 : 12));
    }

    private Html costs(String figure) {
        boolean loss = figure.equals("ce_delta");
        String unit = topic.unit(figure);
        String name = loss ? "Rise of the cross-entropy" : topic.mainInWords();
        Plot plot = plot(extremes(figure, name, unit))
                .note(topic.basis() + ". Ablations are far off; they stand with each site below.")
                .set("axis", (loss ? "mean rise of the cross-entropy" : "mean " + topic.mainInWords()) + ofUnit(unit))
                .fromZero()
                .set("reference", loss ? List.of(Map.of("at", 0)) : List.of());
        List<String> columns = new ArrayList<>(List.of("site"));
        series.forEach(each -> columns.add(each.label()));
        List<List<Html>> rows = new ArrayList<>();
        for (Case each : topic.cases()) {
            List<Html> row = new ArrayList<>(List.of(Html.of(each.label())));
            for (Series one : series) {
                Optional<ArmReport> arm = arm(each, one.label());
                Estimate cost = arm.flatMap(of -> of.estimate(figure)).orElse(Words.ABSENT);
                row.add(arm.map(of -> Arms.cell(of, figure, unit)).orElse(Words.cell(cost, unit)));
                if (cost.isFinite()) {
                    plot.point(interval(each.label(), one.label(), cost, Words.of(cost, unit)));
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
        Plot plot = plot(verdicts(floors))
                .series(floors)
                .note("A ratio of 1 (dashed) is as bad as the floor. " + topic.basis() + ".")
                .set("axis", topic.mainInWords() + " over that of the floor (log axis)")
                .set("reference", List.of(Map.of("at", 1)));
        List<String> columns = new ArrayList<>(List.of("site"));
        floors.forEach(each -> columns.add("over " + each.label()));
        double least = 1;
        double most = 1;
        List<List<Html>> rows = new ArrayList<>();
        for (Case each : topic.cases()) {
            List<Html> row = new ArrayList<>(List.of(Html.of(each.label())));
            for (Series floor : floors) {
                Estimate ratio = Arms.ratio(each.intervention(), floor.label(), main);
                row.add(Words.ratioCell(ratio));
                if (ratio.isFinite() && ratio.value() > 0) {
                    plot.point(interval(each.label(), floor.label(), ratio, Words.multiple(ratio)));
                    least = Math.min(least, ratio.hasInterval() && ratio.low() > 0 ? ratio.low() : ratio.value());
                    most = Math.max(most, ratio.hasInterval() ? ratio.high() : ratio.value());
                }
            }
            rows.add(row);
        }
        String caption = topic.mainInWords() + " as a multiple of each floor's";
        if (plot.isEmpty()) {
            return new Html();
        }
        return plot.log("", least, most)
                .table(new Html().table(caption, columns, rows))
                .html();
    }

    private static Optional<ArmReport> arm(Case each, String label) {
        return label.equals(ITSELF)
                ? Optional.of(each.intervention())
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
            return name + ": " + Words.of(cost(most, figure), unit) + withUnit(unit) + " at " + most.label();
        }
        return name + ": from " + Numbers.number(cost(least, figure).value()) + " at " + least.label() + " to "
                + Numbers.number(cost(most, figure).value()) + withUnit(unit) + " at " + most.label();
    }

    private static Estimate cost(Case each, String figure) {
        return Arms.figure(each.intervention(), figure);
    }

    /** At how many of the cases the report has a verdict, and at how many it is that they are worse. */
    private String verdicts(List<Series> floors) {
        List<String> parts = new ArrayList<>();
        for (Series floor : floors.subList(0, Math.min(3, floors.size()))) {
            List<Word> words = topic.cases().stream()
                    .flatMap(each -> each.intervention().against(floor.label(), main).stream())
                    .flatMap(contrast -> Stream.ofNullable(contrast.verdict()))
                    .map(Verdict::word)
                    .filter(word -> word != Word.UNKNOWN)
                    .toList();
            if (!words.isEmpty()) {
                parts.add(floor.label() + " at " + Collections.frequency(words, Word.WORSE) + " of " + words.size());
            }
        }
        return parts.isEmpty() ? "Multiples of the floors" : "Worse than " + VerdictWords.and(parts);
    }
}
