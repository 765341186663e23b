package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Reports;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.report.FurtherForms;
import org.noisefloor.core.report.RunFiles;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.report.Shards;
import org.noisefloor.core.report.StoredRun;
import org.noisefloor.core.summary.Summarizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor merge}: one run from its shards. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = {
            "Puts the shards of a run together (run --shard K/N) and writes its report: the bytes of one run.",
            "The model is not needed, only the metrics' plugins."
        })
final class MergeCommand implements Callable<Integer> {
    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "DIR",
            description = "the folders of the shards, in any order, or a folder that holds them")
    private List<Path> folders = List.of();

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "where the run goes; without it, the output of its config")
    private @Nullable Path output;

    @Option(names = "--overwrite", description = "replace an earlier run in the output folder")
    private boolean overwrite;

    @Option(names = "--quiet", description = "print nothing but errors, warnings and violated conditions of the gate")
    private boolean quiet;

    @Option(names = "--details", description = "print all tables below the answer")
    private boolean details;

    @Option(names = "--json", description = "print report.json instead of tables")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = quiet || json
                ? new PrintWriter(Writer.nullWriter())
                : spec.commandLine().getOut();
        Catalogue catalogue = Installation.catalogue(spec.commandLine().getErr());
        Shards shards = Shards.open(folders);
        Path target = target(shards).toAbsolutePath().normalize();
        RunReport report;
        List<String> violated;
        List<Chosen<ReportWriter<?>>> writers = new ArrayList<>();
        try (RunFolder folder = RunFolder.prepare(target, RunFolder.Existing.of(false, overwrite))) {
            Interruption.cleansUp(folder, spec.commandLine().getErr());
            shards.write(folder.path(), target);
            StoredRun stored = StoredRun.open(folder.path(), catalogue, Installation.cache(), shards.texts());
            report = stored.report(Summarizer.Options.OF_RUN);
            RunFiles.write(
                    folder.path(),
                    new RunFiles.Content(report, stored.description().config(), shards.provenance(), stored.texts()));
            writers.addAll(Reports.ofRun(stored.description().config(), catalogue));
            RunCommand.print(report, stored.description(), details, out);
            report.warnings().forEach(warning -> out.println("Warning: " + warning + "."));
            violated = RunCommand.violated(report, out);
            folder.publish();
        }
        FurtherForms.Outcome forms = FurtherForms.writeFirst(target, report, writers, Installation::context);
        RunCommand.tell(violated, spec.commandLine().getErr());
        out.println();
        out.println("Merged " + shards.count() + (shards.count() == 1 ? " shard" : " shards") + " to "
                + RunCommand.shown(target) + "; " + RunFolder.REPORT + " has all figures.");
        if (json) {
            spec.commandLine().getOut().print(RunFiles.report(target));
        }
        int failed = RunCommand.tell(forms, target, spec.commandLine().getErr());
        return failed != 0 ? failed : violated.isEmpty() ? 0 : Main.GATE_VIOLATED;
    }

    private Path target(Shards shards) {
        if (output != null) {
            return output;
        }
        if (shards.config().get("output") instanceof String named && !shards.holds(Path.of(named))) {
            return Path.of(named);
        }
        throw new UserError(
                "the output of the run's config is one of its shards; name another one with --output FOLDER");
    }
}
