package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureInfo;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.SiteReport;
import org.noisefloor.api.report.VerdictWords;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.files.text.PlainNumbers;

/**
 * Everything that a run found, as tables that are read without the documentation: what stands behind {@link ConsoleAnswer}. The host
 * knows no metric by name: the {@link MainFigures} make the main table, everything else follows below.
 */
public final class ConsoleSummary {
    /** The unit of figures that describe a part of something, of which a line about the original has no room for all. */
    private static final String SHARE = "share";

    private final RunReport report;
    private final RunDescription run;
    private final int width;
    private final MainFigures main;
    private final Optional<String> divergence;
    private final Optional<String> difference;
    private final List<String> shownFigures;

    private ConsoleSummary(RunReport report, RunDescription run, int width) {
        this.report = report;
        this.run = run;
        this.width = width;
        this.main = MainFigures.of(report);
        this.divergence = main.divergence();
        this.difference = main.difference();
        this.shownFigures = main.shown();
    }

    /** @param width characters that fit into a line */
    public static String of(RunReport report, RunDescription run, int width) {
        return new ConsoleSummary(report, run, width).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        RunReport.Positions positions = report.positions();
        line(
                text,
                String.format(
                        "%s sequences, %s tokens; %s positions scored at each site: %s.",
                        PlainNumbers.count(positions.sequences()),
                        PlainNumbers.count(positions.tokens()),
                        PlainNumbers.count(positions.scored()),
                        positions.rule()));
        ofTheOriginal(text);
        Set<String> shown = new LinkedHashSet<>(shownFigures);
        if (!shownFigures.isEmpty()) {
            Optional<MainFigures.Recovered> recovered = main.recovered();
            recovered.ifPresent(each -> shown.add(each.heading()));
            text.append(String.format("%nWhat each change costs: mean over scored positions [95 %% interval]%n%n"));
            text.append(mainTable(recovered));
            against(text);
            verdicts(text);
            table(
                    text,
                    "Several at once: all sites in one pass, the sum of each site alone, and the difference [95 % interval]",
                    ConsoleDetails.together(report, shownFigures, width));
            text.append('\n');
            legend(text, recovered);
        }
        details(text, shown);
        numericFloor(text);
        return text.toString();
    }

    /** Figures that no change moves belong to the original alone. */
    private void ofTheOriginal(StringBuilder text) {
        List<String> parts = toldOfTheOriginal().stream()
                .map(figure -> report.arms()
                        .get(0)
                        .estimate(figure)
                        .map(estimate -> figure + " " + Wording.estimate(estimate) + unit(figure)))
                .flatMap(Optional::stream)
                .toList();
        if (!parts.isEmpty()) {
            line(text, "The original: " + String.join(", ", parts) + ".");
        }
    }

    /** Shares are left to the further figures, where the tail shares that they are rulers of stand. */
    private List<String> toldOfTheOriginal() {
        return report.figures().entrySet().stream()
                .filter(each -> each.getValue().about() == Figure.Subject.ORIGINAL
                        && each.getValue().isOfScored()
                        && !each.getValue().unit().equals(SHARE))
                .map(Map.Entry::getKey)
                .toList();
    }

    private String unit(String figure) {
        String unit = report.figure(figure).map(FigureInfo::unit).orElse("");
        return unit.isEmpty() ? "" : " " + unit;
    }

    private String doc(String figure) {
        return report.figure(figure).map(FigureInfo::doc).orElse("");
    }

    private String mainTable(Optional<MainFigures.Recovered> recovered) {
        List<String> header = new ArrayList<>(List.of(""));
        shownFigures.forEach(figure -> header.add(main.heading(figure)));
        recovered.ifPresent(each -> header.add(each.column()));
        Columns table = new Columns().header(header);
        for (SiteReport site : report.sites()) {
            table.row(List.of(site.name()));
            for (ArmReport arm : site.arms()) {
                if (arm.role() == ArmReport.Role.NUMERIC_FLOOR) {
                    continue; // it is told below, with what else arithmetic does
                }
                List<String> cells = new ArrayList<>(List.of(label(arm)));
                shownFigures.forEach(figure ->
                        cells.add(arm.estimate(figure).map(Wording::estimate).orElse("")));
                recovered.ifPresent(each -> cells.add(each.of(arm)));
                table.row(cells);
            }
        }
        return table.text(width);
    }

    private static String label(ArmReport arm) {
        return (arm.matchedTo() == null ? " " : "  ") + arm.name() + (arm.random() ? " ×" + arm.draws() : "");
    }

    private void legend(StringBuilder text, Optional<MainFigures.Recovered> recovered) {
        divergence.ifPresent(figure -> {
            line(text, figure + ": " + doc(figure));
            for (String floor : run.inference().floors()) {
                line(text, "noise floor " + floor + ": " + baseline(floor));
            }
            if (!run.inference().floors().isEmpty()) {
                line(
                        text,
                        "multiple: " + figure
                                + " divided by that of the floor; excess: the cost less that of the floor");
            }
        });
        difference.ifPresent(figure -> line(text, figure + ": " + doc(figure)));
        recovered.ifPresent(each -> line(
                text,
                each.name() + ": share of the " + difference.orElse("") + " of '" + each.ablation()
                        + "' that is avoided; 1 = no damage, 0 = as bad as '" + each.ablation() + "'"));
        if (report.arms().stream().anyMatch(ArmReport::random)) {
            line(text, "×N after a name: the mean over N random draws");
        }
    }

    /** How many times the floor's cost, and what is left when the floor's is taken off: all that a signed figure allows. */
    private void against(StringBuilder text) {
        if (report.arms().stream().allMatch(arm -> arm.floors().isEmpty())) {
            return;
        }
        List<String> header = new ArrayList<>(List.of(""));
        divergence.ifPresent(figure -> header.add(figure + "\nmultiple"));
        shownFigures.forEach(figure -> header.add(main.heading(figure) + "\nexcess"));
        Columns table = new Columns().header(header);
        for (SiteReport site : report.sites()) {
            List<ArmReport> compared =
                    site.arms().stream().filter(arm -> !arm.floors().isEmpty()).toList();
            if (!compared.isEmpty()) {
                table.row(List.of(site.name()));
            }
            for (ArmReport arm : compared) {
                table.row(List.of(" " + arm.name() + " over"));
                arm.floors().forEach((floor, figures) -> table.row(againstRow(floor, figures)));
            }
        }
        table(text, "Against the noise floors [95 % interval]", table.text(width));
    }

    private List<String> againstRow(String floor, Map<String, FloorContrast> figures) {
        List<String> cells = new ArrayList<>(List.of("  " + floor));
        divergence.ifPresent(figure -> cells.add(ratio(figures.get(figure))));
        for (String figure : shownFigures) {
            FloorContrast contrast = figures.get(figure);
            if (contrast != null) {
                cells.add(Wording.estimate(contrast.excess()));
            }
        }
        return cells;
    }

    private static String ratio(@Nullable FloorContrast contrast) {
        if (contrast == null) {
            return "";
        }
        Estimate ratio = contrast.ratio();
        return ratio == null ? "–" : Wording.ratio(ratio);
    }

    /** What the report says of each intervention by the main divergence, a line each. */
    private void verdicts(StringBuilder text) {
        List<String> lines = new ArrayList<>();
        for (SiteReport site : report.sites()) {
            for (ArmReport arm : site.interventions()) {
                divergence
                        .map(figure -> VerdictWords.of(arm, figure, arm.floors().keySet()))
                        .filter(words -> !words.isEmpty())
                        .ifPresent(words -> lines.add(arm.name() + " at " + site.name() + ": " + words));
            }
        }
        if (!lines.isEmpty()) {
            text.append('\n');
            line(text, "Verdicts by " + divergence.orElse("") + ":");
            lines.forEach(each -> line(text, " " + each));
        }
    }

    private void line(StringBuilder text, String sentence) {
        text.append(Wording.wrapped(sentence, width));
    }

    private String baseline(String name) {
        return run.words().baselines().stream()
                .filter(each -> each.name().equals(name))
                .map(RunDescription.Named::summary)
                .findFirst()
                .orElse(name);
    }

    private void details(StringBuilder text, Set<String> shown) {
        ConsoleDetails details =
                new ConsoleDetails(report, Set.copyOf(run.inference().floors()), width);
        divergence.ifPresent(figure -> table(
                text,
                "Where " + figure + " stands among the K draws of the floor at the same position: share of"
                        + " positions [95 % interval]; one more draw would be above all others in 1/(K+1), where ties are rare",
                details.ranks(figure)));
        table(
                text,
                "Draws that the first sequences showed to be enough (draws: auto), and what part of the variance comes from"
                        + " them"
                        + divergence
                                .map(figure -> ": of " + figure + ", of a floor of the ratio to it")
                                .orElse(""),
                details.draws());
        boolean wholeModels = report.arms().stream().anyMatch(arm -> arm.role() == ArmReport.Role.WHOLE_MODEL);
        table(
                text,
                "Equivalent noise: how many times the intervention's own error random noise must be to do the same damage"
                        + (wholeModels ? "; of a whole model, how many times the activation's norm" : ""),
                details.equivalentNoise(shownFigures));
        run.words()
                .stratifiers()
                .forEach(stratifier -> table(
                        text,
                        "Classes of " + stratifier.name() + " (" + stratifier.summary() + "): share of positions"
                                + divergence
                                        .map(figure -> " · share of all " + figure)
                                        .orElse(""),
                        details.classes(stratifier.name(), divergence)));
        shown.addAll(toldOfTheOriginal());
        table(text, "Further figures (their intervals are in " + RunFolder.REPORT + ")", details.remaining(shown));
    }

    private void table(StringBuilder text, String title, String table) {
        if (!table.isEmpty()) {
            text.append('\n');
            line(text, title);
            text.append('\n').append(table);
        }
    }

    private void numericFloor(StringBuilder text) {
        RunReport.NumericFloor floor = report.numericFloor();
        String sentence =
                "Arithmetic alone (the whole model, one sequence at a time, against the model cut at the sites, in batches):"
                        + " logits differ by at most "
                        + PlainNumbers.significant(floor.largestLogitDifference(), 2);
        Optional<String> told = divergence
                .filter(floor.figures()::containsKey)
                .map(figure -> ", " + figure + " "
                        + PlainNumbers.significant(floor.figures().getOrDefault(figure, Double.NaN), 2) + unit(figure));
        text.append('\n');
        line(text, sentence + told.orElse("") + ".");
        again(text);
        long marked = report.arms().stream()
                .flatMap(arm -> arm.figures().values().stream())
                .filter(FigureReport::belowNumericFloor)
                .count();
        if (marked > 0) {
            line(
                    text,
                    marked + " divergences lie at or below that and are marked below_numeric_floor in "
                            + RunFolder.REPORT + ".");
        }
    }

    /** The original by another engine or in another precision. */
    private void again(StringBuilder text) {
        RunReport.Again again = report.numericFloor().again();
        if (again == null) {
            return;
        }
        String options = again.options().entrySet().stream()
                .map(option -> ", " + option.getKey() + " " + option.getValue())
                .collect(Collectors.joining());
        for (ArmReport arm : report.arms()) {
            if (arm.role() == ArmReport.Role.NUMERIC_FLOOR) {
                String told = shownFigures.stream()
                        .map(figure -> figure + " "
                                + arm.estimate(figure).map(Wording::estimate).orElse("") + unit(figure))
                        .collect(Collectors.joining(", "));
                line(
                        text,
                        "The original once more (backend " + again.backend() + options + "), on all scored positions: "
                                + told + ".");
            }
        }
    }
}
