package org.example.latex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.noisefloor.api.Context;
import org.noisefloor.api.Option;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.SiteReport;

/** A table for a paper (LaTeX with booktabs): a row for each intervention and site, a column for each figure, with its interval. */
public final class LatexTable implements ReportWriter<LatexTable.Options> {

    public record Options(
            @Option(doc = "figures, in the order of the columns; none for the main divergence alone", orElse = "[]")
                    List<String> figures) {}

    @Override
    public String id() {
        return "latex";
    }

    @Override
    public String summary() {
        return "a table for a paper, with intervals";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public void write(RunResult run, Path folder, Options options, Context context) throws IOException {
        RunReport report = run.report();
        List<String> figures = options.figures().isEmpty() && report.mainDivergence() != null
                ? List.of(report.mainDivergence())
                : options.figures();
        Files.write(folder.resolve("table.tex"), lines(report, figures));
    }

    private static List<String> lines(RunReport report, List<String> figures) {
        List<String> lines = new ArrayList<>();
        lines.add("\\begin{tabular}{ll" + "r".repeat(figures.size()) + "}");
        lines.add("\\toprule");
        List<String> head = new ArrayList<>(List.of("site", "intervention"));
        figures.forEach(figure -> head.add(escaped(figure)));
        lines.add(row(head));
        lines.add("\\midrule");
        for (SiteReport site : report.sites()) {
            for (ArmReport arm : site.interventions()) {
                List<String> cells = new ArrayList<>(List.of(escaped(site.name()), escaped(arm.name())));
                figures.forEach(figure -> cells.add(arm.estimate(figure).map(LatexTable::cell).orElse("--")));
                lines.add(row(cells));
            }
        }
        lines.add("\\bottomrule");
        lines.add("\\end{tabular}");
        return lines;
    }

    private static String row(List<String> cells) {
        return String.join(" & ", cells) + " \\\\";
    }

    private static String cell(Estimate estimate) {
        if (!estimate.isFinite()) {
            return "--";
        }
        return estimate.hasInterval()
                ? number(estimate.value()) + " [" + number(estimate.low()) + ", " + number(estimate.high()) + "]"
                : number(estimate.value());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private static String escaped(String text) {
        return text.replaceAll("([_&%$#{}])", "\\\\$1");
    }
}
