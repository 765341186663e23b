package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.config.Reports;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.report.FurtherForms;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.report.StoredRun;
import org.noisefloor.core.report.SummaryFiles;
import org.noisefloor.core.summary.Summarizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor summarize}: a run's report from its records alone. */
@Command(
        name = "summarize",
        mixinStandardHelpOptions = true,
        description = {
            "Makes report.json and the further forms of a run anew from records.bin alone, without the model.",
            "As it is, byte for byte what the run wrote; or with other resamples, or less in it."
        })
final class SummarizeCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "RUN_DIR",
            description = "the output folder of a run, or what was kept of one")
    private Path folder = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "a new folder for the report; without it, the run's own folder")
    private @Nullable Path output;

    @Option(names = "--overwrite", description = "replace the report in the run's own folder")
    private boolean overwrite;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            description = "bootstrap resamples, 100 to 100000, instead of the config's")
    private @Nullable Integer resamples;

    @Option(names = "--no-class-intervals", description = "no intervals within classes, which take most of the time")
    private boolean withoutClassIntervals;

    @Option(
            names = "--without",
            paramLabel = "FIGURE",
            split = ",",
            description = "figures that are left out, for instance --without kl_tail_share,renyi_2")
    private List<String> without = List.of();

    @Option(names = "--details", description = "print all tables below the answer")
    private boolean details;

    @Option(
            names = "--as",
            paramLabel = "FORM",
            description = "further forms, instead of those of the config's reports")
    private @Nullable String forms;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Catalogue catalogue = Installation.catalogue(spec.commandLine().getErr());
        SummaryFiles files = new SummaryFiles(folder, output, overwrite);
        Mistakes mistakes = new Mistakes();
        if (resamples != null && (resamples < Plan.Run.FEWEST_RESAMPLES || resamples > Plan.Run.MOST_RESAMPLES)) {
            mistakes.add(new UserError("--resamples: expected a whole number from " + Plan.Run.FEWEST_RESAMPLES + " to "
                    + Plan.Run.MOST_RESAMPLES + ", found '" + resamples + "'"));
        }
        mistakes.tried(files::check);
        Optional<List<Chosen<ReportWriter<?>>>> named = Optional.ofNullable(forms)
                .map(each -> mistakes.tried(() -> Reports.named(each, "--as", catalogue), List.of()));
        Optional<StoredRun> whole = mistakes.tried(
                () -> Optional.of(StoredRun.open(folder, catalogue, Installation.cache())), Optional.empty());
        Optional<StoredRun> less =
                whole.flatMap(run -> mistakes.tried(() -> Optional.of(run.without(without)), Optional.empty()));
        mistakes.throwIfAny();
        StoredRun stored = less.orElseThrow();
        List<Chosen<ReportWriter<?>>> writers =
                named.orElseGet(() -> Reports.ofRun(stored.description().config(), catalogue));
        RunReport report = stored.report(new Summarizer.Options(resamples, !withoutClassIntervals));
        FurtherForms.Outcome outcome = files.write(report, stored, writers, Installation::context);
        RunCommand.print(report, stored.description(), details, out);
        report.warnings().forEach(warning -> out.println("Warning: " + warning + "."));
        List<String> violated = RunCommand.violated(report, out);
        RunCommand.tell(violated, spec.commandLine().getErr());
        out.println();
        out.println("Written to " + files.target() + ": " + String.join(", ", outcome.written()) + "; "
                + RunFolder.REPORT + " has all figures.");
        int failed = RunCommand.tell(outcome, files.target(), spec.commandLine().getErr());
        return failed != 0 ? failed : violated.isEmpty() ? 0 : Main.GATE_VIOLATED;
    }
}
