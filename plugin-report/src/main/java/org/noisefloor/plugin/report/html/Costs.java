package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.api.report.VerdictWords;
import org.noisefloor.files.plot.Axis;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.plot.Series;
import org.noisefloor.files.text.Numbers;
import org.noisefloor.files.words.FloorWords;

/** What one intervention and everything it is compared with cost, and how it stands against each floor. */
final class Costs {
    private static final List<String> ROLES =
            List.of("intervention", "noise floor", "made from the intervention", "other baseline");

    private final Topic topic;
    private final Case of;
    private final String main;

    Costs(Topic topic, Case of) {
        this.topic = topic;
        this.of = of;
        this.main = topic.main();
    }

    static Html of(Topic topic, Case of) {
        return new Costs(topic, of).html();
    }

    private Html html() {
        Html html = new Html();
        if (!main.isEmpty()) {
            html.open("div", "class", "plots").add(plot(main, of.all()));
            if (topic.measures("ce_delta")) {
                List<ArmReport> near = of.all().stream()
                        .filter(arm -> arm.role().isIntervention()
                                || arm.matchedTo() != null
                                || of.floors().contains(arm))
                        .filter(arm -> arm.dose() == null)
                        .toList();
                html.add(plot("ce_delta", near));
            }
            html.closeLine();
        }
        html.add(table());
        if (!of.floors().isEmpty() && !main.isEmpty()) {
            html.add(against()).add(everyFigure());
        }
        return html;
    }

    private String role(ArmReport arm) {
        int role = arm.role().isIntervention() ? 0 : of.floors().contains(arm) ? 1 : arm.matchedTo() == null ? 3 : 2;
        return ROLES.get(role);
    }

    private Html plot(String figure, List<ArmReport> arms) {
        boolean isMain = figure.equals(main);
        String unit = topic.unit(figure);
        boolean log = isMain && isWide(arms, figure);
        List<ArmReport> drawn = arms.stream()
                .filter(arm -> Arms.figure(arm, figure).isFinite()
                        && (!log || Arms.figure(arm, figure).value() > 0))
                .toList();
        List<String> left = arms.stream()
                .filter(arm -> !drawn.contains(arm))
                .map(ArmReport::name)
                .toList();
        String name = isMain ? topic.mainInWords() : "Rise of the cross-entropy";
        List<Series> series = Series.of(roles(drawn));
        Plot plot = new Plot(name + " of " + of.intervention().name() + ": " + place(figure))
                .note(topic.basis() + "."
                        + (left.isEmpty()
                                ? ""
                                : " Not drawn: " + VerdictWords.and(left)
                                        + (log ? " (0 has no place on a log axis)." : ".")));
        Rows points = new Rows(plot, drawn.stream().map(Arms::label).toList(), series, 20, false);
        List<List<Html>> rows = new ArrayList<>();
        for (ArmReport arm : drawn) {
            Estimate cost = Arms.figure(arm, figure);
            points.point(Arms.label(arm), role(arm), cost, Words.of(cost, unit));
            rows.add(List.of(Html.of(Arms.label(arm)), Html.of(role(arm)), Arms.cell(arm, figure, unit)));
        }
        if (points.isEmpty()) {
            return new Html();
        }
        Html table = new Html().table(name + Overview.ofUnit(unit), List.of("", "what it is", name), rows);
        plot.table(table);
        Axis axis = log
                ? Axis.log(points.leastPositive(), points.most())
                : Axis.linear(Math.min(0, points.least()), Math.max(0, points.most()));
        return points.html(
                axis,
                isMain ? Double.NaN : 0,
                (isMain ? "mean " + name : "mean rise of the cross-entropy")
                        + Overview.ofUnit(unit)
                        + (log ? ", log axis" : ""));
    }

    /** Whether the arms are so far apart that only a log axis shows them all. */
    private static boolean isWide(List<ArmReport> arms, String figure) {
        double[] positive = arms.stream()
                .mapToDouble(arm -> Arms.figure(arm, figure).value())
                .filter(value -> value > 0 && Double.isFinite(value))
                .sorted()
                .toArray();
        return positive.length > 1 && positive[positive.length - 1] > 15 * positive[0];
    }

    /** The roles that occur, in their order. */
    private List<String> roles(List<ArmReport> arms) {
        return ROLES.stream()
                .filter(role -> arms.stream().anyMatch(arm -> role(arm).equals(role)))
                .toList();
    }

    /** How it stands against the floors: {@code more than under 1 of 3 floors, not told apart from 2}. */
    private String place(String figure) {
        Estimate own = Arms.figure(of.intervention(), figure);
        if (of.floors().isEmpty() || !own.isFinite()) {
            return Words.of(own, topic.unit(figure));
        }
        List<String> parts = new ArrayList<>();
        for (Word word : Word.values()) {
            long count = of.floors().stream()
                    .filter(floor -> standing(floor, figure) == word)
                    .count();
            if (count > 0) {
                int all = of.floors().size();
                String ofAll = " of " + all + (all == 1 ? " floor" : " floors");
                parts.add(inWords(word) + " " + count + (parts.isEmpty() ? ofAll : ""));
            }
        }
        return String.join(", ", parts);
    }

    /** The report's verdict; of a figure that has none, what the interval of the excess tells. */
    private Word standing(ArmReport floor, String figure) {
        Estimate excess = Arms.excess(of.intervention(), floor.name(), figure);
        Word told = excess.isAbove(0)
                ? Word.WORSE
                : excess.isBelow(0) ? Word.MILDER : excess.hasInterval() ? Word.NOT_TOLD_APART : Word.UNKNOWN;
        return of.verdict(floor.name(), figure).map(Verdict::word).orElse(told);
    }

    /** A plot shows how much there is of a figure, so its heading says more and less, not worse and milder. */
    private static String inWords(Word word) {
        return switch (word) {
            case WORSE -> "more than under";
            case MILDER -> "less than under";
            case NOT_TOLD_APART -> "not told apart from";
            case LEVEL -> "level with";
            case UNKNOWN -> "unknown against";
        };
    }

    private Html table() {
        List<String> figures = new ArrayList<>();
        List<String> columns = new ArrayList<>(List.of(""));
        if (!main.isEmpty()) {
            figures.add(main);
            columns.add(topic.mainInWords() + Overview.ofUnit(topic.unit(main)));
        }
        if (topic.measures("ce_delta")) {
            figures.addAll(List.of("ce_spliced", "ce_delta"));
            columns.add("cross-entropy" + Overview.ofUnit(topic.unit("ce_spliced")));
            columns.add("its rise" + Overview.ofUnit(topic.unit("ce_delta")));
        }
        List<String> ablations = new ArrayList<>(of.intervention()
                .recovered()
                .getOrDefault("loss_recovered", Map.of())
                .keySet());
        List<String> without = ablations.stream()
                .filter(ablation ->
                        !Arms.lossRecovered(of.intervention(), ablation).isDefined())
                .toList();
        ablations.removeAll(without);
        ablations.forEach(ablation -> columns.add("loss recovered, of " + ablation));
        List<List<Html>> rows = new ArrayList<>();
        for (ArmReport arm : of.all()) {
            List<Html> row = new ArrayList<>(List.of(Html.code(Arms.label(arm))));
            figures.forEach(figure -> row.add(Arms.cell(arm, figure, topic.unit(figure))));
            ablations.forEach(ablation -> row.add(Words.cell(Arms.lossRecovered(arm, ablation), "")));
            rows.add(row);
        }
        Html html = new Html()
                .table(
                        "What everything costs, means over positions with 95 % intervals" + ofTheOriginal(),
                        columns,
                        rows);
        for (String ablation : without) {
            html.paragraph(
                    "Loss recovered, of " + ablation + ": "
                            + Words.reason(Arms.lossRecovered(of.intervention(), ablation)) + ".",
                    "class",
                    "note");
        }
        of.intervention()
                .figure(main)
                .map(FigureReport::bySequence)
                .ifPresent(other -> html.paragraph(
                        "Intervals are over documents. With each sequence taken for a document, that of "
                                + topic.mainInWords() + " of "
                                + of.intervention().name() + " would be ["
                                + Numbers.number(other.low()) + ", " + Numbers.number(other.high())
                                + "]: by document it is "
                                + Numbers.fixed(other.widthRatio(), 2) + " times as wide.",
                        "class",
                        "note"));
        return new Html().open("div").add(html).close();
    }

    /** The original's own cross-entropy, as any arm says it; empty if it was not measured. */
    private String ofTheOriginal() {
        boolean isOriginals = topic.report()
                .figure("ce")
                .filter(info -> info.about() == Figure.Subject.ORIGINAL)
                .isPresent();
        Estimate original = isOriginals ? Arms.figure(of.intervention(), "ce") : Words.ABSENT;
        return original.isDefined() ? ". The original's cross-entropy: " + Words.of(original, "") + " nats" : "";
    }

    private Html against() {
        List<List<Html>> rows = new ArrayList<>();
        for (ArmReport floor : of.floors()) {
            rows.add(against(floor));
        }
        String name = topic.mainInWords();
        return new Html()
                .table(
                        "Against each noise floor. Above all draws: share of positions where it does more than every draw; mid-rank: ½"
                                + " for one more draw",
                        List.of(
                                "floor",
                                name + " of the floor",
                                "times as much",
                                "excess",
                                "detectable excess",
                                "above all draws",
                                "mid-rank",
                                "excess of cross-entropy (nats)"),
                        rows);
    }

    private List<Html> against(ArmReport floor) {
        String unit = topic.unit(main);
        Optional<FloorContrast> against = of.intervention().against(floor.name(), main);
        Optional<FloorContrast.Ranks> ranks = against.map(FloorContrast::ranks);
        double expected = ranks.map(FloorContrast.Ranks::expectedAbove).orElse(Double.NaN);
        Html above = Words.cell(ranks.map(FloorContrast.Ranks::above).orElse(Words.ABSENT), "share");
        if (!Double.isNaN(expected)) {
            above.element("i", " noise: " + Numbers.percent(expected));
        }
        return List.of(
                Html.code(Arms.label(floor))
                        .text(" ")
                        .element("small", FloorWords.whole(floor) + FloorWords.calibration(List.of(floor))),
                Words.cell(against.map(FloorContrast::floor).orElse(Words.ABSENT), unit),
                Words.ratioCell(Arms.ratio(of.intervention(), floor.name(), main)),
                Words.cell(Arms.excess(of.intervention(), floor.name(), main), unit),
                Html.of(Numbers.number(
                        against.map(FloorContrast::detectableExcess).orElse(Double.NaN))),
                above,
                Words.cell(ranks.map(FloorContrast.Ranks::midRank).orElse(Words.ABSENT), ""),
                Words.cell(Arms.excess(of.intervention(), floor.name(), "ce_delta"), ""));
    }

    private Html everyFigure() {
        List<String> figures = topic.report().figures().keySet().stream()
                .filter(figure -> of.floors().stream()
                        .anyMatch(floor ->
                                of.intervention().against(floor.name(), figure).isPresent()))
                .toList();
        List<String> columns = new ArrayList<>(List.of("figure", "unit", "intervention"));
        of.floors().forEach(floor -> columns.add("over " + floor.name()));
        List<List<Html>> rows = new ArrayList<>();
        for (String figure : figures) {
            String unit = topic.unit(figure);
            List<Html> row = new ArrayList<>(
                    List.of(Html.code(figure), Html.of(unit), Arms.cell(of.intervention(), figure, unit)));
            for (ArmReport floor : of.floors()) {
                row.add(ratioOrExcess(floor.name(), figure));
            }
            rows.add(row);
        }
        return new Html()
                .open("details")
                .element("summary", "Every figure against every floor: × is a ratio, + or − an excess")
                .table("Similarities S are compared as 1 − S", columns, rows)
                .closeLine();
    }

    private Html ratioOrExcess(String floor, String figure) {
        Optional<Estimate> ratio = of.intervention().against(floor, figure).map(FloorContrast::ratio);
        if (ratio.isPresent()) {
            return new Html().text("× ").add(Words.ratioCell(ratio.get()));
        }
        Estimate excess = Arms.excess(of.intervention(), floor, figure);
        return new Html().text(excess.value() >= 0 ? "+ " : "").add(Words.cell(excess, topic.unit(figure)));
    }
}
