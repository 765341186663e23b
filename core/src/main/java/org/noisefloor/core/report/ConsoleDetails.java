package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ArmReport.EquivalentNoise;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.FloorContrast.Ranks;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.SiteReport;
import org.noisefloor.files.text.PlainNumbers;

/** The tables that follow the main one on the console: draws, equivalent noise, classes, and every further figure. */
final class ConsoleDetails {
    /** More do not fit into a line; the report has them all. */
    private static final int MOST_CLASSES = 5;

    private final RunReport report;
    private final Set<String> floors;
    private final int width;

    /** @param floors names of the baselines that interventions are compared with */
    ConsoleDetails(RunReport report, Set<String> floors, int width) {
        this.report = report;
        this.floors = floors;
        this.width = width;
    }

    /** Where the interventions stand among the draws of each floor, position by position; empty if nothing was ranked. */
    String ranks(String figure) {
        Columns table = new Columns().header(List.of("", "above all draws", "below all draws", "mid-rank"));
        boolean any = false;
        for (SiteReport site : report.sites()) {
            boolean named = false;
            for (ArmReport arm : site.arms()) {
                Map<String, Ranks> ranked = ranked(arm, figure);
                if (ranked.isEmpty()) {
                    continue;
                }
                any = true;
                if (!named) {
                    table.row(List.of(site.name()));
                    named = true;
                }
                table.row(List.of(" " + arm.name() + " over"));
                ranked.forEach((floor, ranks) -> table.row(List.of(
                        "  " + floor,
                        Wording.estimate(ranks.above()),
                        Wording.estimate(ranks.below()),
                        Wording.estimate(ranks.midRank()))));
            }
        }
        return any ? table.text(width) : "";
    }

    /** What a pilot decided on; empty if the config names all counts. */
    String draws() {
        Columns table = new Columns().header(List.of("", "draws", "share of the variance"));
        boolean any = false;
        for (SiteReport site : report.sites()) {
            boolean named = false;
            for (ArmReport arm : site.arms()) {
                ArmReport.Pilot pilot = arm.pilot();
                if (pilot == null) {
                    continue;
                }
                any = true;
                if (!named) {
                    table.row(List.of(site.name()));
                    named = true;
                }
                table.row(List.of(
                        " " + arm.name() + (arm.matchedTo() == null ? "" : " of " + arm.matchedTo()),
                        Integer.toString(arm.draws()),
                        pilot.figure() == null ? "–" : PlainNumbers.percent(pilot.share())));
            }
        }
        return any ? table.text(width) : "";
    }

    private static Map<String, Ranks> ranked(ArmReport arm, String figure) {
        Map<String, Ranks> ranked = new LinkedHashMap<>();
        arm.floors().forEach((floor, figures) -> {
            FloorContrast contrast = figures.get(figure);
            if (contrast != null && contrast.ranks() != null) {
                ranked.put(floor, contrast.ranks());
            }
        });
        return ranked;
    }

    /** The size of noise that does the same damage, as a multiple of the intervention's own error; empty without a curve. */
    String equivalentNoise(List<String> figures) {
        List<String> header = new ArrayList<>(List.of(""));
        figures.forEach(figure -> header.add("by " + figure));
        Columns table = new Columns().header(header);
        boolean any = false;
        for (SiteReport site : report.sites()) {
            boolean named = false;
            for (ArmReport arm : site.arms()) {
                for (Map.Entry<String, Map<String, EquivalentNoise>> curve :
                        arm.equivalentNoise().entrySet()) {
                    List<String> cells = new ArrayList<>(List.of(" " + arm.name() + " on " + curve.getKey()));
                    figures.stream()
                            .filter(curve.getValue()::containsKey)
                            .map(curve.getValue()::get)
                            .forEach(each -> cells.add(multiple(each)));
                    if (cells.size() > 1) {
                        any = true;
                        if (!named) {
                            table.row(List.of(site.name()));
                            named = true;
                        }
                        table.row(cells);
                    }
                }
            }
        }
        return any ? table.text(width) : "";
    }

    /** What joint splices cost beside their parts; empty where sites are spliced alone. */
    static String together(RunReport report, List<String> figures, int width) {
        List<RunReport.JointCost> costs = Objects.requireNonNullElse(report.together(), List.of());
        List<String> told = figures.stream()
                .filter(figure -> costs.stream().anyMatch(cost -> cost.figure().equals(figure)))
                .toList();
        Columns table = new Columns().header(List.of("", "joint", "sum alone", "joint − sum"));
        for (String figure : told) {
            table.row(List.of(figure));
            costs.stream()
                    .filter(cost -> cost.figure().equals(figure))
                    .forEach(cost -> table.row(List.of(
                            (cost.matchedTo() == null ? " " : "  ") + cost.arm(),
                            Wording.estimate(cost.joint()),
                            Wording.estimate(cost.sum()),
                            Wording.estimate(cost.difference()))));
        }
        return told.isEmpty() ? "" : table.text(width);
    }

    private static String multiple(EquivalentNoise each) {
        return (each.bound() == '=' ? "" : each.bound() + " ") + Wording.ratio(each.multiple());
    }

    /** A stratifier's classes under the interventions and their floors; empty if they are too many for a console. */
    String classes(String stratifier, Optional<String> divergence) {
        Set<String> names = new LinkedHashSet<>();
        report.arms()
                .forEach(arm -> names.addAll(
                        arm.classes().getOrDefault(stratifier, Map.of()).keySet()));
        if (names.size() > MOST_CLASSES) {
            return "";
        }
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(names);
        Columns table = new Columns().header(header);
        for (SiteReport site : report.sites()) {
            boolean named = false;
            for (ArmReport arm : site.arms()) {
                boolean isFloor = floors.contains(arm.name()) || floors.contains(arm.family());
                if (!arm.role().isIntervention() && !isFloor) {
                    continue;
                }
                if (!named) {
                    table.row(List.of(site.name()));
                    named = true;
                }
                List<String> cells = new ArrayList<>(List.of(" " + arm.name()));
                names.forEach(name -> cells.add(arm.inClass(stratifier, name)
                        .map(each -> PlainNumbers.percent(each.share().value()) + ofTotal(each, divergence))
                        .orElse("–")));
                table.row(cells);
            }
        }
        return table.text(width);
    }

    private static String ofTotal(ClassReport of, Optional<String> divergence) {
        return divergence
                .map(of.figures()::get)
                .map(ClassReport.ClassFigure::ofTotal)
                .map(share -> " · " + PlainNumbers.percent(share.value()))
                .orElse("");
    }

    /** Every figure of the interventions that was not shown yet, a row each, an intervention at a site a column. */
    String remaining(Set<String> shown) {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        Set<String> columns = new LinkedHashSet<>();
        for (SiteReport site : report.sites()) {
            for (ArmReport arm : site.interventions()) {
                String column = arm.name() + "\n" + shortened(site.name());
                columns.add(column);
                values(arm).forEach((name, value) -> {
                    if (!shown.contains(name)) {
                        rows.computeIfAbsent(name, row -> new LinkedHashMap<>()).put(column, value);
                    }
                });
            }
        }
        if (rows.isEmpty()) {
            return "";
        }
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(columns);
        Columns table = new Columns().header(header);
        rows.forEach((name, row) -> {
            List<String> cells = new ArrayList<>(List.of(name));
            columns.forEach(column -> cells.add(row.getOrDefault(column, "")));
            table.row(cells);
        });
        return table.text(width);
    }

    private static Map<String, String> values(ArmReport arm) {
        Map<String, String> values = new LinkedHashMap<>();
        arm.figures()
                .forEach((name, each) ->
                        values.put(name, PlainNumbers.number(each.estimate().value())));
        arm.recovered()
                .forEach((name, ablations) -> ablations.forEach(
                        (ablation, share) -> values.put(name + "/" + ablation, PlainNumbers.number(share.value()))));
        return values;
    }

    /** {@code blocks.3…post} for {@code blocks.3.hook_resid_post}: a column is narrow. */
    private static String shortened(String site) {
        return site.length() <= 14 ? site : site.replaceFirst("\\.hook_(resid_)?", "…");
    }
}
