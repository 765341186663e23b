package org.noisefloor.plugin.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.SiteReport;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.VerdictWords;
import org.noisefloor.files.text.Markdown;
import org.noisefloor.files.words.Compared;
import org.noisefloor.files.words.FloorWords;
import org.noisefloor.files.words.Headline;
import org.noisefloor.files.words.SurenessWords;

/**
 * {@code summary.md}: what a pull request should say. The verdict in a few sentences and as a grid of interventions and
 * floors; then for each site a table of the interventions (the run's main divergence and its
 * first signed difference, the loss recovered, the multiple of each noise floor, with intervals) and a sentence with the
 * report's verdicts for each.
 */
public final class MarkdownWriter implements ReportWriter<NoOptions> {
    static final String FILE = "summary.md";
    private static final String LOSS_RECOVERED = "loss_recovered";

    @Override
    public String id() {
        return "markdown";
    }

    @Override
    public String summary() {
        return FILE + ": a table and a sentence for each site, for a pull request";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public void write(RunResult run, Path folder, NoOptions options, Context context) throws IOException {
        Files.writeString(folder.resolve(FILE), page(run.report()));
    }

    static String page(RunReport report) {
        StringBuilder page = new StringBuilder("# Damage or noise\n\n");
        page.append("**")
                .append(Markdown.cell(String.join(" ", Headline.of(report))))
                .append("**\n\n")
                .append(grid(report));
        page.append(String.format(
                        Locale.ROOT,
                        "%s, %,d scored positions in %,d sequences; 95 %% intervals over %,d %ss in brackets.%s%n",
                        report.model().architecture(),
                        report.positions().scored(),
                        report.positions().sequences(),
                        report.bootstrap().units(),
                        report.bootstrap().unit(),
                        report.bootstrap().comparisons() > 1
                                ? " The " + report.bootstrap().comparisons()
                                        + " verdicts hold together at 95 % (Holm 1979)."
                                : "")
                .replace("\r", ""));
        if (report.until() != null) {
            page.append(SurenessWords.room(report.until())).append('\n');
        }
        for (SiteReport site : report.sites()) {
            new OfSite(report, site).write(page);
        }
        together(report, page);
        if (!report.warnings().isEmpty()) {
            page.append('\n');
            report.warnings()
                    .forEach(warning -> page.append("- Warning: ")
                            .append(Markdown.cell(warning))
                            .append(".\n"));
        }
        return page.toString();
    }

    /** The verdict and the multiple of each intervention against each floor; empty where nothing was compared. */
    private static String grid(RunReport report) {
        List<Compared> rows = Compared.all(report);
        List<String> floors = Compared.floors(rows);
        if (floors.isEmpty() || report.mainDivergence() == null) {
            return "";
        }
        List<String> header = new ArrayList<>(List.of(""));
        for (String floor : floors) {
            header.add("against "
                    + Compared.anywhere(rows, floor).map(FloorWords::named).orElse(floor));
        }
        List<List<String>> cells = new ArrayList<>();
        for (Compared row : rows) {
            List<String> line = new ArrayList<>(List.of(row.label()));
            floors.forEach(floor -> line.add(
                    row.against(floor, report).map(MarkdownWriter::verdict).orElse("–")));
            cells.add(line);
        }
        return Markdown.table(header, cells) + "\n";
    }

    private static String verdict(FloorContrast contrast) {
        Verdict verdict = contrast.verdict();
        String words = verdict == null ? "–" : verdict.word().inWords();
        return contrast.ratio() == null || !contrast.ratio().isDefined()
                ? words
                : words + " " + shown(contrast.ratio(), "×");
    }

    /** What the interventions cost at all sites of one pass, beside each site alone. */
    private static void together(RunReport report, StringBuilder page) {
        if (report.together() == null) {
            return;
        }
        page.append("\n## Several at once\n\n");
        page.append(Markdown.row(List.of("intervention", "figure", "joint", "sum alone", "joint − sum")));
        page.append(Markdown.row(List.of("---", "---", "--:", "--:", "--:")));
        for (RunReport.JointCost cost : report.together()) {
            boolean asks = report.sites().stream()
                    .flatMap(site -> site.interventions().stream())
                    .anyMatch(arm -> arm.name().equals(cost.arm()));
            if (asks) {
                page.append(Markdown.row(List.of(
                        cost.arm(),
                        cost.figure(),
                        shown(cost.joint(), ""),
                        shown(cost.sum(), ""),
                        shown(cost.difference(), ""))));
            }
        }
    }

    /** A number and its interval; a dash for one that is missing. */
    private static String shown(@Nullable Estimate estimate, String suffix) {
        if (estimate == null || !estimate.isDefined()) {
            return "–";
        }
        String value = number(estimate.value()) + suffix;
        return estimate.hasInterval()
                ? value + " [" + number(estimate.low()) + ", " + number(estimate.high()) + "]"
                : value;
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
    }

    /** One site's part of the page. */
    private record OfSite(RunReport report, SiteReport site) {

        void write(StringBuilder page) {
            List<ArmReport> arms = site.interventions();
            page.append("\n## ").append(Markdown.cell(site.name())).append("\n\n");
            if (arms.isEmpty()) {
                page.append("No intervention was made here.\n");
                return;
            }
            String divergence = report.mainDivergence();
            List<String> figures = Stream.of(Stream.ofNullable(divergence), firstDifference())
                    .flatMap(each -> each)
                    .toList();
            Set<String> ablations = keys(arms, arm -> arm.recovered().getOrDefault(LOSS_RECOVERED, Map.of()));
            Set<String> floors = divergence == null ? Set.of() : keys(arms, ArmReport::floors);
            List<String> header = new ArrayList<>(List.of("intervention"));
            header.addAll(figures);
            ablations.forEach(each -> header.add("loss recovered (" + each + ")"));
            floors.forEach(each -> header.add("× " + each));
            page.append(Markdown.row(header));
            page.append(Markdown.row(header.stream()
                    .map(column -> column.equals("intervention") ? "---" : "--:")
                    .toList()));
            for (ArmReport arm : arms) {
                List<String> cells = new ArrayList<>(List.of(arm.name()));
                figures.forEach(figure -> cells.add(shown(arm.estimate(figure).orElse(null), "")));
                ablations.forEach(each -> cells.add(shown(
                        arm.recovered().getOrDefault(LOSS_RECOVERED, Map.of()).get(each), "")));
                floors.forEach(each -> cells.add(shown(ratio(arm, each, divergence), "×")));
                page.append(Markdown.row(cells));
            }
            page.append('\n');
            arms.forEach(arm -> page.append(answer(arm)).append('\n'));
        }

        private Stream<String> firstDifference() {
            return report.figures().entrySet().stream()
                    .filter(figure -> figure.getValue().kind() == Figure.Kind.DIFFERENCE)
                    .map(Map.Entry::getKey)
                    .limit(1);
        }

        private static Set<String> keys(List<ArmReport> arms, Function<ArmReport, Map<String, ?>> of) {
            Set<String> keys = new LinkedHashSet<>();
            arms.forEach(arm -> keys.addAll(of.apply(arm).keySet()));
            return keys;
        }

        private static @Nullable Estimate ratio(ArmReport arm, String floor, @Nullable String figure) {
            return figure == null
                    ? null
                    : arm.against(floor, figure).map(FloorContrast::ratio).orElse(null);
        }

        private String answer(ArmReport arm) {
            String name = "**" + Markdown.cell(arm.name()) + "**";
            if (arm.floors().isEmpty()) {
                return name + " stands against no noise floor, so this run does not tell damage from noise.";
            }
            String by = report.mainDivergence();
            String verdicts =
                    by == null ? "" : VerdictWords.of(arm, by, arm.floors().keySet());
            return verdicts.isEmpty()
                    ? name + ": no divergence was compared with a noise floor, so there is no verdict."
                    : name + ": by " + by + ", " + Markdown.cell(verdicts) + ".";
        }
    }
}
