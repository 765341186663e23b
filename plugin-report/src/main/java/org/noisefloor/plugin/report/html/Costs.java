package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one intervention and everything it is compared with cost, and how it stands against each floor. */
final class Costs {
    private static final List<String> ROLES =
            List.of("intervention", "noise floor", "made from the intervention", "other baseline");

    private final Report report;
    private final Case of;
    private final String main;

    Costs(Report report, Case of) {
        this.report = report;
        this.of = of;
        this.main = report.main();
    }

    static Html of(Report report, Case of) {
        return new Costs(report, of).html();
    }

    private Html html() {
        Html html = new Html();
        if (!main.isEmpty()) {
            html.open("div", "class", "plots").add(plot(main, of.all()));
            if (report.measures("ce_delta")) {
                List<Arm> near = of.all().stream()
                        .filter(arm -> arm.isIntervention()
                                || !arm.matchedTo().isEmpty()
                                || of.floors().contains(arm))
                        .filter(arm -> Double.isNaN(arm.dose()))
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

    private String role(Arm arm) {
        int role = arm.isIntervention()
                ? 0
                : of.floors().contains(arm) ? 1 : arm.matchedTo().isEmpty() ? 3 : 2;
        return ROLES.get(role);
    }

    private Html plot(String figure, List<Arm> arms) {
        boolean isMain = figure.equals(main);
        double[] positive = arms.stream()
                .mapToDouble(arm -> arm.figure(figure).value())
                .filter(value -> value > 0 && Double.isFinite(value))
                .sorted()
                .toArray();
        boolean log = isMain && positive.length > 1 && positive[positive.length - 1] > 15 * positive[0];
        List<Arm> drawn = arms.stream()
                .filter(arm -> arm.figure(figure).isFinite()
                        && (!log || arm.figure(figure).value() > 0))
                .toList();
        List<String> left =
                arms.stream().filter(arm -> !drawn.contains(arm)).map(Arm::name).toList();
        String name = isMain ? report.mainInWords() : "Rise of the cross-entropy";
        Set<String> roles = new LinkedHashSet<>();
        ROLES.stream()
                .filter(role -> drawn.stream().anyMatch(arm -> role(arm).equals(role)))
                .forEach(roles::add);
        Plot plot = new Plot("arms", name + " of " + of.intervention().name() + ": " + place(figure))
                .note(report.basis() + "."
                        + (left.isEmpty()
                                ? ""
                                : " Not drawn: " + Answer.and(left) + (log ? " (0 has no place on a log axis)." : ".")))
                .series(Series.of(List.copyOf(roles)))
                .rows(drawn.stream().map(Arm::label).toList(), 20)
                .set(
                        "axis",
                        (isMain ? "mean " + name : "mean rise of the cross-entropy")
                                + Overview.ofUnit(report.unit(figure))
                                + (log ? ", log axis" : ""))
                .set("reference", isMain ? List.of() : List.of(Map.of("at", 0)));
        if (log) {
            plot.log("", positive[0], positive[positive.length - 1]);
        } else {
            plot.fromZero();
        }
        List<List<Html>> rows = new ArrayList<>();
        for (Arm arm : drawn) {
            Estimate cost = arm.figure(figure);
            plot.point(Overview.interval(arm.label(), role(arm), cost, cost.inWords(report.unit(figure))));
            rows.add(List.of(Html.of(arm.label()), Html.of(role(arm)), cost.cell(report.unit(figure))));
        }
        return plot.isEmpty()
                ? new Html()
                : plot.table(new Html()
                                .table(
                                        name + Overview.ofUnit(report.unit(figure)),
                                        List.of("", "what it is", name),
                                        rows))
                        .html();
    }

    /** Between which floors it lies. */
    private String place(String figure) {
        Estimate own = of.intervention().figure(figure);
        if (of.floors().isEmpty() || !own.isFinite()) {
            return own.inWords(report.unit(figure));
        }
        long below = of.floors().stream()
                .filter(floor -> floor.figure(figure).value() < own.value())
                .count();
        return "more than under " + below + " of " + of.floors().size() + " floors";
    }

    private Html table() {
        List<String> columns = new ArrayList<>(List.of(""));
        if (!main.isEmpty()) {
            columns.add(report.mainInWords() + Overview.ofUnit(report.unit(main)));
        }
        boolean loss = report.measures("ce_delta");
        if (loss) {
            columns.add("cross-entropy" + Overview.ofUnit(report.unit("ce_spliced")));
            columns.add("its rise" + Overview.ofUnit(report.unit("ce_delta")));
        }
        List<String> ablations = new ArrayList<>(
                Arm.keys(of.intervention().node().path("recovered").path("loss_recovered")));
        List<String> without = ablations.stream()
                .filter(ablation -> !recovered(of.intervention(), ablation).isNumber())
                .toList();
        ablations.removeAll(without);
        ablations.forEach(ablation -> columns.add("loss recovered, of " + ablation));
        List<List<Html>> rows = new ArrayList<>();
        for (Arm arm : of.all()) {
            List<Html> row = new ArrayList<>(List.of(Html.code(arm.label())));
            if (!main.isEmpty()) {
                row.add(arm.figure(main).cell(report.unit(main)));
            }
            if (loss) {
                row.add(arm.figure("ce_spliced").cell(report.unit("ce_spliced")));
                row.add(arm.figure("ce_delta").cell(report.unit("ce_delta")));
            }
            for (String ablation : ablations) {
                row.add(recovered(arm, ablation).cell(""));
            }
            rows.add(row);
        }
        Estimate original = of.intervention().figure("ce");
        String caption = "What everything costs, means over positions with 95 % intervals"
                + (original.isNumber() ? ". The original's cross-entropy: " + original.inWords("") + " nats" : "");
        Html html = new Html().table(caption, columns, rows);
        for (String ablation : without) {
            html.paragraph(
                    "Loss recovered, of " + ablation + ": "
                            + recovered(of.intervention(), ablation).reason() + ".",
                    "class",
                    "note");
        }
        return new Html().open("div").add(html).close();
    }

    private static Estimate recovered(Arm arm, String ablation) {
        return Estimate.of(arm.node().path("recovered").path("loss_recovered").path(ablation));
    }

    private Html against() {
        List<List<Html>> rows = new ArrayList<>();
        for (Arm floor : of.floors()) {
            JsonNode against = of.intervention().against(floor.name(), main);
            JsonNode loss = of.intervention().against(floor.name(), "ce_delta");
            JsonNode ranks = against.path("ranks");
            double expected = Estimate.number(ranks.path("expected_above"));
            Html above = Estimate.of(ranks.path("above")).cell("share");
            if (!Double.isNaN(expected)) {
                above.element("i", " noise: " + Numbers.percent(expected));
            }
            String meaning = Answer.meaning(floor);
            Html name = Html.code(floor.label());
            rows.add(List.of(
                    meaning.isEmpty() ? name : name.text(" ").element("small", meaning),
                    Estimate.of(against.path("floor")).cell(report.unit(main)),
                    Estimate.of(against.path("ratio")).ratioCell(),
                    Estimate.of(against.path("excess")).cell(report.unit(main)),
                    Html.of(Numbers.number(Estimate.number(against.path("detectable_excess")))),
                    above,
                    Estimate.of(ranks.path("mid_rank")).cell(""),
                    Estimate.of(loss.path("excess")).cell("")));
        }
        String name = report.mainInWords();
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

    private static Html excess(Estimate excess, String unit) {
        return new Html().text(excess.value() >= 0 ? "+ " : "").add(excess.cell(unit));
    }

    private Html everyFigure() {
        List<String> figures = report.figures()
                .filter(figure -> of.floors().stream()
                        .anyMatch(floor ->
                                !of.intervention().against(floor.name(), figure).isMissingNode()))
                .toList();
        List<String> columns = new ArrayList<>(List.of("figure", "unit", "intervention"));
        of.floors().forEach(floor -> columns.add("over " + floor.name()));
        List<List<Html>> rows = new ArrayList<>();
        for (String figure : figures) {
            String unit = report.unit(figure);
            List<Html> row = new ArrayList<>(List.of(
                    Html.code(figure),
                    Html.of(unit),
                    of.intervention().figure(figure).cell(unit)));
            for (Arm floor : of.floors()) {
                JsonNode against = of.intervention().against(floor.name(), figure);
                row.add(
                        against.has("ratio")
                                ? new Html()
                                        .text("× ")
                                        .add(Estimate.of(against.path("ratio")).ratioCell())
                                : excess(Estimate.of(against.path("excess")), unit));
            }
            rows.add(row);
        }
        return new Html()
                .open("details")
                .element("summary", "Every figure against every floor: × is a ratio, + or − an excess")
                .table("Similarities S are compared as 1 − S", columns, rows)
                .closeLine();
    }
}
