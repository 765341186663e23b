package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.report.ConsoleSummary;
import org.noisefloor.core.report.Gate;
import org.noisefloor.core.report.Provenance;
import org.noisefloor.core.report.ReportModel;
import org.noisefloor.core.report.RunFiles;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.report.TokensSeen;
import org.noisefloor.core.run.Experiment;
import org.noisefloor.core.summary.Summarizing;
import org.noisefloor.core.summary.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisefloor run}: the main job. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a config: splices, ablates and perturbs a model's activations, and measures what that costs.",
            "Writes report.json, records.jsonl, tokens.json, config.yaml and provenance.json to the output folder."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigArguments arguments = new ConfigArguments();

    @Option(
            names = "--overwrite",
            description = "replace an earlier run in the output folder, once this one is complete")
    private boolean overwrite;

    @Option(names = "--quiet", description = "print nothing but errors, warnings and violated conditions of the gate")
    private boolean quiet;

    @Option(names = "--json", description = "print report.json instead of tables")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    @SuppressWarnings("try") // after a failure the folder is closed at once, and then tells what it kept
    public Integer call() {
        PrintWriter out = quiet || json
                ? new PrintWriter(Writer.nullWriter())
                : spec.commandLine().getOut();
        Instant started = Instant.now();
        Catalogue catalogue = Installation.catalogue(spec.commandLine().getErr());
        Plan plan = arguments.plan(catalogue);
        Preparation.check(plan, overwrite, spec.commandLine().getErr());
        List<String> violated = new ArrayList<>();
        try (RunFolder folder = RunFolder.prepare(plan.output(), overwrite)) {
            Interruption.cleansUp(folder, spec.commandLine().getErr());
            try {
                violated.addAll(run(plan, catalogue, folder, started, out));
            } catch (RuntimeException | Error failed) {
                folder.close();
                folder.remains()
                        .ifPresent(kept -> spec.commandLine()
                                .getErr()
                                .println("note: the sequence records of this run are kept in " + kept));
                throw failed;
            }
            folder.publish();
        }
        boolean passed = violated.isEmpty();
        violated.forEach(line ->
                spec.commandLine().getErr().println(Terminal.ofLauncher().red("gate: violated: ") + line));
        out.println();
        out.println("Written to " + shown(plan.output()) + "; " + RunFolder.REPORT + " has all figures.");
        if (json) {
            spec.commandLine().getOut().print(RunFiles.report(plan.output()));
        }
        return passed ? 0 : Main.GATE_VIOLATED;
    }

    /** @return the conditions of the config's gate that do not hold */
    private List<String> run(Plan plan, Catalogue catalogue, RunFolder folder, Instant started, PrintWriter out) {
        try (RunLog log = RunLog.in(folder.path());
                ConsoleProgress progress =
                        new ConsoleProgress(spec.commandLine().getErr(), Terminal.ofLauncher(), quiet);
                Experiment run = Experiment.open(plan, Installation.cache(), progress)) {
            log.settings(plan);
            Layout layout = run.layout();
            Gate.check(plan, layout, run.measures());
            TokensSeen tokens = new TokensSeen();
            try (RecordStore.Writer store = RecordStore.create(folder.path().resolve(RunFolder.RECORDS), layout)) {
                run.run(record -> {
                    store.append(record);
                    tokens.take(record);
                });
            }
            folder.keep();
            progress.phase("summing up", 0);
            List<SequenceRecord> all =
                    RecordStore.read(folder.path().resolve(RunFolder.RECORDS)).records();
            Summary summary = Summarizing.summarize(
                    layout,
                    run.measures(),
                    all,
                    run.numericFloor(),
                    new LinkedHashSet<>(plan.floors()),
                    plan.seed(),
                    plan.run().resamples());
            Map<String, Object> provenance = Provenance.of(plan, run, layout.arms(), catalogue, started, Instant.now());
            Plan inForce = plan.withBatch(run.shape().sequences());
            List<Gate.Verdict> gate = Gate.verdicts(plan, layout, run.measures(), summary);
            RunFiles.write(
                    folder.path(),
                    inForce,
                    ReportModel.of(plan, run, summary, gate),
                    provenance,
                    tokens.texts(run.source()::text));
            progress.done();
            out.println(
                    ConsoleSummary.of(plan, run, summary, Terminal.ofLauncher().columns())
                            .stripTrailing());
            summary.warnings().forEach(warning -> out.println("Warning: " + warning + "."));
            List<String> violated = gate.stream()
                    .filter(verdict -> !verdict.holds())
                    .map(Gate.Verdict::line)
                    .toList();
            if (!gate.isEmpty() && violated.isEmpty()) {
                out.println("Gate: all " + gate.size() + " conditions hold.");
            }
            return violated;
        }
    }

    private static String shown(Path folder) {
        Path here = Path.of("").toAbsolutePath();
        return folder.startsWith(here) ? here.relativize(folder).toString() : folder.toString();
    }
}
