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
    /** The unit of figures that describe a part of something, of which a line about the original has no room for all. */
    private static final String SHARE = "share";

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
        Optional<Figure> difference = first(Figure.Kind.DIFFERENCE)
                .or(() -> divergence.isPresent() ? Optional.empty() : first(Figure.Kind.SIMILARITY))
                .or(() -> divergence.isPresent() ? Optional.empty() : firstOfScored());
        Set<String> shown = new LinkedHashSet<>();
        if (divergence.isPresent() || difference.isPresent()) {
            text.append(String.format("%nWhat each change costs: mean over scored positions [95 %% interval]%n%n"));
            text.append(mainTable(divergence, difference, shown));
            against(text, divergence, difference);
            text.append('\n');
            legend(text, divergence, difference);
        }
        details(text, divergence, difference, shown);
        numericFloor(text, divergence, difference);
        return text.toString();
    }

    private Optional<Figure> first(Figure.Kind kind) {
        return summary.arms().get(0).figures().stream()
                .filter(FigureSummary::ofScored)
                .map(FigureSummary::figure)
                .filter(figure -> figure.kind() == kind)
                .findFirst();
    }

    /** Where no metric measures a distance: whatever there is of scored positions, or none. */
    private Optional<Figure> firstOfScored() {
        Set<String> ofOriginal = originalFigures();
        return summary.arms().get(0).figures().stream()
                .filter(FigureSummary::ofScored)
                .map(FigureSummary::figure)
                .filter(figure -> !ofOriginal.contains(figure.name()))
                .findFirst();
    }

    /** Figures that no change moves belong to the original alone. */
    private void ofTheOriginal(StringBuilder text) {
        List<String> parts = new ArrayList<>();
        for (FigureSummary of : toldOfTheOriginal()) {
            parts.add(of.figure().name() + " " + Wording.estimate(of.estimate()) + unit(of.figure()));
        }
        if (!parts.isEmpty()) {
            line(text, "The original: " + String.join(", ", parts) + ".");
        }
    }

    /** Shares are left to the further figures, where the tail shares that they are rulers of stand. */
    private List<FigureSummary> toldOfTheOriginal() {
        Set<String> ofOriginal = originalFigures();
        return summary.arms().get(0).figures().stream()
                .filter(each -> ofOriginal.contains(each.figure().name())
                        && !each.figure().unit().equals(SHARE))
                .toList();
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
            if (arm.arm().measuresArithmetic()) {
                continue; // it is told below, with what else arithmetic does
            }
            if (!arm.arm().site().equals(site)) {
                site = arm.arm().site();
                table.row(List.of(site));
            }
            List<String> cells = new ArrayList<>(List.of(label(arm.arm())));
            divergence.ifPresent(figure -> cells.add(estimate(arm, figure)));
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
                line(text, "noise floor " + floor + ": " + doc(floor));
            }
            if (!plan.floors().isEmpty()) {
                line(
                        text,
                        "multiple: " + figure.name()
                                + " divided by that of the floor; excess: the cost less that of the floor");
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

    /** How many times the floor's cost, and what is left when the floor's is taken off: all that a signed figure allows. */
    private void against(StringBuilder text, Optional<Figure> divergence, Optional<Figure> difference) {
        List<Figure> figures =
                Stream.of(divergence, difference).flatMap(Optional::stream).toList();
        if (figures.isEmpty()
                || summary.arms().stream().allMatch(arm -> arm.floors().isEmpty())) {
            return;
        }
        List<String> header = new ArrayList<>(List.of(""));
        divergence.ifPresent(figure -> header.add(figure.name() + "\nmultiple"));
        figures.forEach(figure -> header.add(heading(figure) + "\nexcess"));
        Columns table = new Columns().header(header);
        String site = "";
        for (ArmSummary arm : summary.arms()) {
            if (arm.floors().isEmpty()) {
                continue;
            }
            if (!arm.arm().site().equals(site)) {
                site = arm.arm().site();
                table.row(List.of(site));
            }
            table.row(List.of(" " + arm.arm().name() + " over"));
            for (String floor :
                    arm.floors().stream().map(FloorSummary::baseline).distinct().toList()) {
                List<String> cells = new ArrayList<>(List.of("  " + floor));
                divergence.ifPresent(figure -> cells.add(ratio(arm, figure, floor)));
                figures.forEach(figure -> arm.floors().stream()
                        .filter(each ->
                                each.baseline().equals(floor) && each.figure().equals(figure.name()))
                        .forEach(each -> cells.add(Wording.estimate(each.excess()))));
                table.row(cells);
            }
        }
        table(text, "Against the noise floors [95 % interval]", table.text(width));
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

    private void details(
            StringBuilder text, Optional<Figure> divergence, Optional<Figure> difference, Set<String> shown) {
        ConsoleDetails details = new ConsoleDetails(summary, Set.copyOf(plan.floors()), width);
        divergence.ifPresent(figure -> table(
                text,
                "Where " + figure.name() + " stands among the K draws of the floor at the same position: share of"
                        + " positions [95 % interval]; one more draw would be above all others in 1/(K+1), where ties are rare",
                details.ranks(figure)));
        List<Figure> figures =
                Stream.of(divergence, difference).flatMap(Optional::stream).toList();
        table(
                text,
                "Equivalent noise: how many times the intervention's own error random noise must be to do the same damage"
                        + (plan.otherModels().isEmpty()
                                ? ""
                                : "; of a whole model, how many times the activation's norm"),
                details.equivalentNoise(figures));
        plan.stratifiers()
                .forEach(stratifier -> table(
                        text,
                        "Classes of " + stratifier.name() + " ("
                                + stratifier.provider().summary() + "): share of positions"
                                + divergence
                                        .map(figure -> " · share of all " + figure.name())
                                        .orElse(""),
                        details.classes(stratifier.name(), divergence)));
        toldOfTheOriginal().forEach(each -> shown.add(each.figure().name()));
        table(text, "Further figures (their intervals are in " + RunFolder.REPORT + ")", details.remaining(shown));
    }

    private void table(StringBuilder text, String title, String table) {
        if (!table.isEmpty()) {
            text.append('\n');
            line(text, title);
            text.append('\n').append(table);
        }
    }

    private void numericFloor(StringBuilder text, Optional<Figure> divergence, Optional<Figure> difference) {
        String sentence =
                "Arithmetic alone (the whole model, one sequence at a time, against the model cut at the sites, in batches):"
                        + " logits differ by at most "
                        + Wording.significant(run.numericFloor().largestLogitDifference(), 2);
        Optional<Double> value = divergence.flatMap(figure -> summary.numericFloor().stream()
                .filter(each -> each.figure().equals(figure.name()))
                .map(Summary.NumericFloorFigure::cut)
                .findFirst());
        if (value.isPresent()) {
            sentence +=
                    ", " + divergence.get().name() + " " + Wording.significant(value.get(), 2) + unit(divergence.get());
        }
        text.append('\n');
        line(text, sentence + ".");
        again(text, Stream.of(divergence, difference).flatMap(Optional::stream).toList());
        long marked = summary.arms().stream()
                .flatMap(arm -> arm.figures().stream())
                .filter(FigureSummary::belowNumericFloor)
                .count();
        if (marked > 0) {
            line(
                    text,
                    marked + " divergences lie at or below that and are marked below_numeric_floor in "
                            + RunFolder.REPORT + ".");
        }
    }

    /** The original by another engine or in another precision. */
    private void again(StringBuilder text, List<Figure> figures) {
        for (ArmSummary arm : summary.arms()) {
            if (arm.arm().measuresArithmetic() && plan.numericFloor().isPresent()) {
                Plan.OtherModel again = plan.numericFloor().get();
                String options = again.options().entrySet().stream()
                        .map(option -> ", " + option.getKey() + " " + option.getValue())
                        .collect(Collectors.joining());
                String told = figures.stream()
                        .map(figure -> figure.name() + " " + estimate(arm, figure) + unit(figure))
                        .collect(Collectors.joining(", "));
                line(
                        text,
                        "The original once more (backend "
                                + again.model().backend().provider().id() + options
                                + "), on all scored positions: " + told + ".");
            }
        }
    }
}
