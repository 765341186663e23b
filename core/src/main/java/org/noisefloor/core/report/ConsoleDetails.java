package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.summary.Summary;
import org.noisefloor.core.summary.Summary.ArmSummary;
import org.noisefloor.core.summary.Summary.ClassFigure;
import org.noisefloor.core.summary.Summary.ClassSummary;
import org.noisefloor.core.summary.Summary.EquivalentNoise;
import org.noisefloor.core.summary.Summary.FigureSummary;
import org.noisefloor.core.summary.Summary.FloorSummary;
import org.noisefloor.core.summary.Summary.Ranks;
import org.noisefloor.core.summary.Summary.RecoveredSummary;

/** The tables that follow the main one on the console: draws, equivalent noise, classes, and every further figure. */
final class ConsoleDetails {
    /** More do not fit into a line; the report has them all. */
    private static final int MOST_CLASSES = 5;

    private final Summary summary;
    private final Set<String> floors;
    private final int width;

    /** @param floors names of the baselines that interventions are compared with */
    ConsoleDetails(Summary summary, Set<String> floors, int width) {
        this.summary = summary;
        this.floors = floors;
        this.width = width;
    }

    /** Where the interventions stand among the draws of each floor, position by position; empty if nothing was ranked. */
    String ranks(Figure figure) {
        Columns table = new Columns().header(List.of("", "above all draws", "below all draws", "mid-rank"));
        boolean any = false;
        String site = "";
        String over = "";
        for (ArmSummary arm : summary.arms()) {
            for (FloorSummary floor : arm.floors()) {
                Ranks ranks = floor.ranks();
                if (ranks == null || !floor.figure().equals(figure.name())) {
                    continue;
                }
                any = true;
                site = siteRow(table, arm.arm(), site);
                if (!arm.arm().label().equals(over)) {
                    over = arm.arm().label();
                    table.row(List.of(" " + arm.arm().name() + " over"));
                }
                table.row(List.of(
                        "  " + floor.baseline(),
                        Wording.estimate(ranks.above()),
                        Wording.estimate(ranks.below()),
                        Wording.estimate(ranks.midRank())));
            }
        }
        return any ? table.text(width) : "";
    }

    /** The size of noise that does the same damage, as a multiple of the intervention's own error; empty without a curve. */
    String equivalentNoise(List<Figure> figures) {
        List<String> header = new ArrayList<>(List.of(""));
        figures.forEach(figure -> header.add("by " + figure.name()));
        Columns table = new Columns().header(header);
        boolean any = false;
        String site = "";
        for (ArmSummary arm : summary.arms()) {
            Map<String, List<String>> curves = new LinkedHashMap<>();
            for (Figure figure : figures) {
                for (EquivalentNoise each : arm.equivalentNoise()) {
                    if (each.figure().equals(figure.name())) {
                        curves.computeIfAbsent(each.family(), family -> new ArrayList<>())
                                .add((each.bound() == '=' ? "" : each.bound() + " ") + Wording.ratio(each.multiple()));
                    }
                }
            }
            for (Map.Entry<String, List<String>> curve : curves.entrySet()) {
                any = true;
                site = siteRow(table, arm.arm(), site);
                List<String> cells = new ArrayList<>(List.of(" " + arm.arm().name() + " on " + curve.getKey()));
                cells.addAll(curve.getValue());
                table.row(cells);
            }
        }
        return any ? table.text(width) : "";
    }

    /** A stratifier's classes under the interventions and their floors; empty if they are too many for a console. */
    String classes(String stratifier, Optional<Figure> divergence) {
        List<String> names = summary.arms().stream()
                .flatMap(arm -> arm.classes().stream())
                .filter(each -> each.stratifier().equals(stratifier))
                .map(ClassSummary::name)
                .distinct()
                .toList();
        if (names.size() > MOST_CLASSES) {
            return "";
        }
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(names);
        Columns table = new Columns().header(header);
        String site = "";
        for (ArmSummary arm : summary.arms()) {
            if (arm.arm().baseline() && !arm.arm().isNamedIn(floors)) {
                continue;
            }
            site = siteRow(table, arm.arm(), site);
            List<String> cells = new ArrayList<>(List.of(" " + arm.arm().name()));
            for (String name : names) {
                cells.add(arm.classes().stream()
                        .filter(each -> each.stratifier().equals(stratifier)
                                && each.name().equals(name))
                        .findFirst()
                        .map(each -> Wording.percent(each.share().value()) + ofTotal(each, divergence))
                        .orElse("–"));
            }
            table.row(cells);
        }
        return table.text(width);
    }

    private static String ofTotal(ClassSummary of, Optional<Figure> divergence) {
        return of.figures().stream()
                .filter(each -> divergence
                        .map(figure -> each.figure().equals(figure.name()))
                        .orElse(false))
                .map(ClassFigure::ofTotal)
                .filter(Objects::nonNull)
                .map(share -> " · " + Wording.percent(share.value()))
                .findFirst()
                .orElse("");
    }

    /** Every figure of the interventions that was not shown yet, a row each, an intervention at a site a column. */
    String remaining(Set<String> shown) {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        Set<String> arms = new LinkedHashSet<>();
        for (ArmSummary arm : summary.arms()) {
            if (arm.arm().baseline()) {
                continue;
            }
            String column = arm.arm().name() + "\n" + shortened(arm.arm().site());
            arms.add(column);
            for (FigureSummary each : arm.figures()) {
                String name = each.figure().name();
                if (!shown.contains(name)) {
                    rows.computeIfAbsent(name, row -> new LinkedHashMap<>())
                            .put(column, Wording.number(each.estimate().value()));
                }
            }
            for (RecoveredSummary each : arm.recovered()) {
                String name = each.name() + "/" + each.ablation();
                if (!shown.contains(name)) {
                    rows.computeIfAbsent(name, row -> new LinkedHashMap<>())
                            .put(column, Wording.number(each.share().value()));
                }
            }
        }
        if (rows.isEmpty()) {
            return "";
        }
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(arms);
        Columns table = new Columns().header(header);
        rows.forEach((name, row) -> {
            List<String> cells = new ArrayList<>(List.of(name));
            arms.forEach(arm -> cells.add(row.getOrDefault(arm, "")));
            table.row(cells);
        });
        return table.text(width);
    }

    /** {@code blocks.3…post} for {@code blocks.3.hook_resid_post}: a column is narrow. */
    private static String shortened(String site) {
        return site.length() <= 14 ? site : site.replaceFirst("\\.hook_(resid_)?", "…");
    }

    private static String siteRow(Columns table, Arm arm, String before) {
        if (!arm.site().equals(before)) {
            table.row(List.of(arm.site()));
        }
        return arm.site();
    }
}
