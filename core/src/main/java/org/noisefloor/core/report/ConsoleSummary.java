package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Figure;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.run.Experiment;
import org.noisefloor.core.summary.Estimate;
import org.noisefloor.core.summary.Summary;
import org.noisefloor.core.summary.Summary.ArmSummary;
import org.noisefloor.core.summary.Summary.FigureSummary;
import org.noisefloor.core.summary.Summary.FloorSummary;
import org.noisefloor.core.summary.Summary.RecoveredSummary;

/**
 * What a run found, as text that is read without the documentation. The host knows no metric by name: the first divergence
 * and the first signed difference of the config make the main table, everything else follows below.
 */
public final class ConsoleSummary {
    private final Plan plan;
    private final Experiment run;
    private final Summary summary;
    private final int width;

    private ConsoleSummary(Plan plan, Experiment run, Summary summary, int width) {
        this.plan = plan;
        this.run = run;
        this.summary = summary;
        this.width = width;
    }

    /** @param width characters that fit into a line */
    public static String of(Plan plan, Experiment run, Summary summary, int width) {
        return new ConsoleSummary(plan, run, summary, width).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        Summary.Counts counts = summary.counts();
        line(
                text,
                String.format(
                        "%s sequences, %s tokens; %s positions scored at each site: %s.",
                        Wording.count(counts.sequences()),
                        Wording.count(counts.tokens()),
                        Wording.count(counts.scored()),
                        Wording.mask(run.special(), plan.positions().skipFirst(), plan.conventions())));
        ofTheOriginal(text);
        Optional<Figure> divergence = first(Figure.Kind.DIVERGENCE);
        Optional<Figure> difference = first(Figure.Kind.DIFFERENCE);
        Set<String> shown = new LinkedHashSet<>();
        text.append(String.format("%nWhat each change costs: mean over scored positions [95 %% interval]%n%n"));
        text.append(mainTable(divergence, difference, shown));
        text.append('\n');
        legend(text, divergence, difference);
        excess(text, divergence, difference);
        String rest = remaining(shown);
        if (!rest.isEmpty()) {
            text.append(String.format("%nFurther figures (their intervals are in %s)%n%n", RunFolder.REPORT))
                    .append(rest);
        }
        numericFloor(text, divergence);
        return text.toString();
    }

    private Optional<Figure> first(Figure.Kind kind) {
        return summary.arms().get(0).figures().stream()
                .filter(FigureSummary::ofScored)
                .map(FigureSummary::figure)
                .filter(figure -> figure.kind() == kind)
                .findFirst();
    }

    /** Figures that no change moves belong to the original alone. */
    private void ofTheOriginal(StringBuilder text) {
        List<String> parts = new ArrayList<>();
        for (String name : originalFigures()) {
            FigureSummary of = summary.arms().get(0).figures().stream()
                    .filter(each -> each.figure().name().equals(name))
                    .findFirst()
                    .orElseThrow();
            parts.add(name + " " + Wording.estimate(of.estimate()) + unit(of.figure()));
        }
        if (!parts.isEmpty()) {
            line(text, "The original: " + String.join(", ", parts) + ".");
        }
    }

    private static String unit(Figure figure) {
        return figure.unit().isEmpty() ? "" : " " + figure.unit();
    }

    private Set<String> originalFigures() {
        Map<String, Set<Double>> values = new LinkedHashMap<>();
        for (ArmSummary arm : summary.arms()) {
            for (FigureSummary each : arm.figures()) {
                if (each.ofScored() && each.figure().kind() == Figure.Kind.LEVEL) {
                    values.computeIfAbsent(each.figure().name(), name -> new LinkedHashSet<>())
                            .add((double) (float) each.estimate().value());
                }
            }
        }
        if (summary.arms().size() < 2) {
            return Set.of();
        }
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().size() == 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String mainTable(Optional<Figure> divergence, Optional<Figure> difference, Set<String> shown) {
        List<String> header = new ArrayList<>(List.of(""));
        divergence.ifPresent(figure -> {
            header.add(heading(figure));
            plan.floors().forEach(floor -> header.add("multiple of\n" + floor));
            shown.add(figure.name());
        });
        difference.ifPresent(figure -> {
            header.add(heading(figure));
            shown.add(figure.name());
        });
        Optional<RecoveredSummary> recovered = recovered(difference);
        recovered.ifPresent(each -> {
            header.add(each.name() + "\n(of " + each.ablation() + ")");
            shown.add(recoveredHeading(each));
        });
        Columns table = new Columns().header(header);
        String site = "";
        for (ArmSummary arm : summary.arms()) {
            if (!arm.arm().site().equals(site)) {
                site = arm.arm().site();
                table.row(List.of(site));
            }
            List<String> cells = new ArrayList<>(List.of(label(arm.arm())));
            divergence.ifPresent(figure -> {
                cells.add(estimate(arm, figure));
                plan.floors().forEach(floor -> cells.add(ratio(arm, figure, floor)));
            });
            difference.ifPresent(figure -> cells.add(estimate(arm, figure)));
            recovered.ifPresent(each -> cells.add(share(arm, each.name(), each.ablation())));
            table.row(cells);
        }
        return table.text(width);
    }

    private static String heading(Figure figure) {
        return figure.name() + (figure.unit().isEmpty() ? "" : " (" + figure.unit() + ")");
    }

    private static String recoveredHeading(RecoveredSummary each) {
        return each.name() + "/" + each.ablation();
    }

    private Optional<RecoveredSummary> recovered(Optional<Figure> figure) {
        return summary.arms().stream()
                .filter(arm -> !arm.arm().baseline())
                .flatMap(arm -> arm.recovered().stream())
                .filter(each ->
                        figure.isPresent() && each.figure().equals(figure.get().name()))
                .findFirst();
    }

    private static String label(Arm arm) {
        return (arm.matchedTo() == null ? " " : "  ") + arm.name() + (arm.random() ? " ×" + arm.draws() : "");
    }

    private static String estimate(ArmSummary arm, Figure figure) {
        Estimate estimate = arm.estimate(figure.name());
        return estimate == null ? "" : Wording.estimate(estimate);
    }

    private static String ratio(ArmSummary arm, Figure figure, String floor) {
        for (FloorSummary each : arm.floors()) {
            if (each.baseline().equals(floor) && each.figure().equals(figure.name())) {
                Estimate ratio = each.ratio();
                return ratio == null ? "–" : Wording.ratio(ratio);
            }
        }
        return "";
    }

    private static String share(ArmSummary arm, String name, String ablation) {
        return arm.recovered().stream()
                .filter(each -> each.name().equals(name) && each.ablation().equals(ablation))
                .map(each -> Wording.number(each.share().value()))
                .findFirst()
                .orElse("");
    }

    private void legend(StringBuilder text, Optional<Figure> divergence, Optional<Figure> difference) {
        divergence.ifPresent(figure -> {
            line(text, figure.name() + ": " + figure.doc());
            for (String floor : plan.floors()) {
                line(
                        text,
                        "multiple of " + floor + ": " + figure.name() + " divided by that of the noise floor " + floor
                                + " (" + doc(floor) + ")");
            }
        });
        difference.ifPresent(figure -> line(text, figure.name() + ": " + figure.doc()));
        recovered(difference)
                .ifPresent(each -> line(
                        text,
                        each.name() + ": share of the " + each.figure() + " of '" + each.ablation()
                                + "' that is avoided; 1 = no damage, 0 = as bad as '" + each.ablation() + "'"));
        if (summary.arms().stream().anyMatch(arm -> arm.arm().random())) {
            line(text, "×N after a name: the mean over N random draws");
        }
    }

    /** What is left of an intervention's cost when the floor's is taken off: the only comparison a signed figure allows. */
    private void excess(StringBuilder text, Optional<Figure> divergence, Optional<Figure> difference) {
        List<Figure> figures =
                Stream.of(divergence, difference).flatMap(Optional::stream).toList();
        if (plan.floors().isEmpty() || figures.isEmpty() || plan.interventions().isEmpty()) {
            return;
        }
        text.append(
                String.format("%nExcess over the noise floor: the cost less that of the floor [95 %% interval]%n%n"));
        List<String> header = new ArrayList<>(List.of(""));
        figures.forEach(figure -> header.add(heading(figure)));
        Columns table = new Columns().header(header);
        String site = "";
        for (ArmSummary arm : summary.arms()) {
            if (!arm.floors().isEmpty() && !arm.arm().site().equals(site)) {
                site = arm.arm().site();
                table.row(List.of(site));
            }
            for (String floor : plan.floors()) {
                List<String> cells = new ArrayList<>(List.of(" " + arm.arm().name() + " over " + floor));
                figures.forEach(figure -> arm.floors().stream()
                        .filter(each ->
                                each.baseline().equals(floor) && each.figure().equals(figure.name()))
                        .forEach(each -> cells.add(Wording.estimate(each.excess()))));
                if (cells.size() > 1) {
                    table.row(cells);
                }
            }
        }
        text.append(table.text(width));
    }

    private void line(StringBuilder text, String sentence) {
        text.append(Wording.wrapped(sentence, width));
    }

    private String doc(String baseline) {
        return plan.baselines().stream()
                .filter(each -> each.name().equals(baseline))
                .map(each -> each.provider().summary())
                .findFirst()
                .orElse(baseline);
    }

    /** Everything else that the interventions show: one row each, values alone. */
    private String remaining(Set<String> shown) {
        Set<String> ofOriginal = originalFigures();
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        Set<String> columns = new LinkedHashSet<>();
        for (ArmSummary arm : summary.arms()) {
            if (arm.arm().baseline()) {
                continue;
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (FigureSummary each : arm.figures()) {
                String name = each.figure().name();
                if (!shown.contains(name) && !ofOriginal.contains(name)) {
                    row.put(name, Wording.number(each.estimate().value()));
                }
            }
            for (RecoveredSummary each : arm.recovered()) {
                if (!shown.contains(recoveredHeading(each))) {
                    row.put(recoveredHeading(each), Wording.number(each.share().value()));
                }
            }
            columns.addAll(row.keySet());
            rows.put(arm.arm().label(), row);
        }
        if (columns.isEmpty()) {
            return "";
        }
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(columns);
        Columns table = new Columns().header(header);
        rows.forEach((label, row) -> {
            List<String> cells = new ArrayList<>(List.of(label));
            columns.forEach(column -> cells.add(row.getOrDefault(column, "")));
            table.row(cells);
        });
        return table.text(width);
    }

    private void numericFloor(StringBuilder text, Optional<Figure> divergence) {
        text.append(String.format(
                "%nArithmetic alone (the whole model against the model cut at the sites): logits differ by at most %s",
                Wording.significant(run.numericFloor().largestLogitDifference(), 2)));
        @Nullable
        Double value = divergence
                .flatMap(figure -> summary.numericFloor().stream()
                        .filter(each -> each.figure().equals(figure.name()))
                        .findFirst())
                .map(Summary.NumericFloorFigure::value)
                .orElse(null);
        if (value != null) {
            text.append(", ")
                    .append(divergence.get().name())
                    .append(' ')
                    .append(Wording.significant(value, 2))
                    .append(unit(divergence.get()));
        }
        text.append(".\n");
        long marked = summary.arms().stream()
                .flatMap(arm -> arm.figures().stream())
                .filter(FigureSummary::belowNumericFloor)
                .count();
        if (marked > 0) {
            text.append(marked)
                    .append(" divergences lie at or below that and are marked below_numeric_floor in ")
                    .append(RunFolder.REPORT)
                    .append(".\n");
        }
    }
}
