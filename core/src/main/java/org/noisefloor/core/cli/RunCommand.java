package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.config.Addable;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.report.ConsoleAnswer;
import org.noisefloor.core.report.ConsoleSummary;
import org.noisefloor.core.report.FurtherForms;
import org.noisefloor.core.report.Provenance;
import org.noisefloor.core.report.RunFiles;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.report.ShardFiles;
import org.noisefloor.core.report.Timing;
import org.noisefloor.core.report.TokensSeen;
import org.noisefloor.core.run.PreparedRun;
import org.noisefloor.core.run.Shard;
import org.noisefloor.core.summary.Gate;
import org.noisefloor.core.summary.Summarizer;
import org.noisefloor.core.summary.WhatIsAsked;
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
            "Writes report.json, records.bin, tokens.json, config.yaml and provenance.json to the output folder."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigArguments arguments = new ConfigArguments();

    @Option(
            names = "--overwrite",
            description =
                    "replace an earlier run in the output folder, once this one is complete; forget an unfinished one")
    private boolean overwrite;

    @Option(
            names = "--resume",
            description = "go on with a run to the output folder that was interrupted; without one, start it")
    private boolean resume;

    @Option(
            names = "--shard",
            paramLabel = "K/N",
            description = "run the K-th of N parts, on any machine; noisefloor merge puts them together")
    private @Nullable String shard;

    @Option(names = "--dry-run", description = "do what 'noisefloor check' does, and run nothing")
    private boolean dryRun;

    @Option(names = "--quiet", description = "print nothing but errors, warnings and violated conditions of the gate")
    private boolean quiet;

    @Option(
            names = "--timing",
            description =
                    "print what the run and its summing up took, and which share of processor time was not the engine's")
    private boolean timing;

    @Option(names = "--details", description = "print all tables below the answer")
    private boolean details;

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
        VectorModule.load(spec.commandLine().getErr());
        Catalogue catalogue = arguments.catalogue(spec.commandLine().getErr());
        Plan plan = arguments.plan(catalogue, spec.commandLine().getErr());
        RunFolder.Existing existing = RunFolder.Existing.of(resume, overwrite);
        Shard part = shard == null ? null : Shard.of(shard);
        if (part != null) {
            ShardWorker.requireAllSequences(plan);
        }
        Path output = part == null || arguments.namesOutput() ? plan.output() : ofShard(plan.output(), part);
        if (Preparation.refuses(plan, output, existing, spec.commandLine().getErr())) {
            return Main.USER_ERROR;
        }
        if (existing == RunFolder.Existing.RESUME && RunFolder.isComplete(output)) {
            out.println("Nothing to go on with: " + shown(output) + " holds a finished run; --overwrite runs it anew.");
            return 0;
        }
        if (dryRun) {
            CheckCommand.check(plan, catalogue, spec.commandLine(), true);
            return 0;
        }
        RunReport report = null;
        List<String> violated = List.of();
        try (RunFolder folder = RunFolder.prepare(output, existing)) {
            Interruption.cleansUp(folder, spec.commandLine().getErr());
            try {
                report = run(part, plan, catalogue, folder, started, out);
                if (report != null) {
                    violated = violated(report, out);
                }
            } catch (RuntimeException | Error failed) {
                folder.close();
                folder.remains().ifPresent(kept -> spec.commandLine().getErr().println("note: " + kept));
                if (failed instanceof UncheckedIOException unwritten && unwritten.getCause() != null) {
                    throw folder.unwritable(unwritten.getCause());
                }
                throw failed;
            }
            folder.publish();
        }
        if (report == null) {
            out.println("Written to " + shown(output) + "; 'noisefloor merge' puts the shards together.");
            return 0;
        }
        FurtherForms.Outcome forms =
                FurtherForms.writeFirst(plan.output(), report, plan.reports(), Installation::context);
        tell(violated, spec.commandLine().getErr());
        out.println();
        out.println("Written to " + shown(plan.output()) + "; " + RunFolder.REPORT + " has all figures"
                + (details ? "." : "; with --details they are printed."));
        if (json) {
            spec.commandLine().getOut().print(RunFiles.report(plan.output()));
        }
        int failed = tell(forms, plan.output(), spec.commandLine().getErr());
        return failed != 0 ? failed : violated.isEmpty() ? 0 : Main.GATE_VIOLATED;
    }

    /**
     * Tells which forms of the report are missing, and how they come to be.
     *
     * @param folder of the run, which is complete
     * @return the exit code; 0 if none is missing
     */
    static int tell(FurtherForms.Outcome forms, Path folder, PrintWriter err) {
        forms.failed().forEach(each -> err.println(Terminal.ofLauncher().red("error: ") + each.sentence()));
        if (forms.failed().isEmpty()) {
            return 0;
        }
        err.println("note: the run itself is complete in " + shown(folder) + "; 'noisefloor report " + shown(folder)
                + " --as "
                + forms.failed().stream().map(FurtherForms.Failure::form).collect(Collectors.joining(","))
                + "' writes what is missing");
        return forms.failed().stream().allMatch(FurtherForms.Failure::mendable) ? Main.USER_ERROR : Main.BROKEN;
    }

    /**
     * A run whose sequences are all scored.
     *
     * @param tokens those that its records name
     */
    private record Scored(
            Plan plan,
            Catalogue catalogue,
            RunFolder folder,
            Instant started,
            PreparedRun run,
            Records records,
            TokensSeen tokens) {
        Timing timing() {
            return Timing.of(started, run, catalogue);
        }

        Map<String, Object> provenance(Timing taken) {
            return Provenance.of(run, records.origins(), records.resumed(), started, taken);
        }

        Map<Integer, String> texts() {
            return tokens.texts(run::text);
        }
    }

    /**
     * @param part null for the whole run
     * @return null of a shard
     */
    private @Nullable RunReport run(
            @Nullable Shard part, Plan plan, Catalogue catalogue, RunFolder folder, Instant started, PrintWriter out) {
        try (RunLog log = RunLog.in(folder.path());
                ConsoleProgress progress =
                        new ConsoleProgress(spec.commandLine().getErr(), Terminal.ofLauncher(), quiet);
                PreparedRun run = PreparedRun.open(plan, Installation.cache(), progress)) {
            log.settings(plan);
            WhatIsAsked.check(plan.gate(), plan.until(), run.layout(), run.figures(), Addable.to(plan, catalogue));
            int sequences = part == null ? 0 : run.count();
            TokensSeen tokens = new TokensSeen();
            Records records = new Records(
                    folder,
                    tokens,
                    run,
                    part == null ? run.sequences() : OptionalInt.of(run.count(part, sequences)),
                    () -> Provenance.origins(plan, run, catalogue),
                    progress);
            try (records) {
                if (part == null) {
                    run.run(records);
                } else {
                    run.run(part, sequences, records);
                }
            }
            folder.recorded();
            Scored scored = new Scored(plan, catalogue, folder, started, run, records, tokens);
            if (part == null) {
                return summedUp(scored, progress, out);
            }
            leftAsShard(scored, part, sequences, progress, out);
            return null;
        }
    }

    private RunReport summedUp(Scored scored, ConsoleProgress progress, PrintWriter out) {
        progress.phase("summing up", 0);
        Instant summing = Instant.now();
        RecordStore.Source content = RecordStore.open(scored.folder().path().resolve(RunFolder.RECORDS));
        RunReport report = Summarizer.summarize(
                content.run(), scored.run().figures(), content.records(), Summarizer.Options.OF_RUN);
        Timing taken = scored.timing().summedUp(summing);
        RunFiles.write(
                scored.folder().path(),
                new RunFiles.Content(report, content.run().config(), scored.provenance(taken), scored.texts()));
        progress.done();
        print(report, content.run(), details, out);
        report.warnings().stream()
                .filter(warning -> !content.run().warnings().contains(warning)) // those were told when they arose
                .forEach(warning -> out.println("Warning: " + warning + "."));
        tell(taken);
        return report;
    }

    /** Writes no report: that is for all shards together. */
    private void leftAsShard(Scored scored, Shard part, int sequences, ConsoleProgress progress, PrintWriter out) {
        Timing taken = scored.timing();
        ShardFiles.write(
                scored.folder().path(),
                part,
                sequences,
                scored.run().config(),
                scored.provenance(taken),
                scored.texts());
        progress.done();
        out.println("Shard " + part.number() + " of " + part.of() + " is done: "
                + scored.run().count(part, sequences) + " of " + sequences + " sequences.");
        tell(taken);
    }

    private void tell(Timing taken) {
        if (timing) {
            spec.commandLine().getErr().println(taken.line());
        }
    }

    /** Beside the output of the whole run. */
    private static Path ofShard(Path output, Shard part) {
        return output.resolveSibling(output.getFileName() + ".shards").resolve(part.number() + "-of-" + part.of());
    }

    /** @param details whether all tables follow the answer */
    static void print(RunReport report, RunDescription run, boolean details, PrintWriter out) {
        int columns = Terminal.ofLauncher().columns();
        out.println(ConsoleAnswer.of(report, columns).stripTrailing());
        if (details) {
            out.println();
            out.println(ConsoleSummary.of(report, run, columns).stripTrailing());
        }
    }

    static List<String> violated(RunReport report, PrintWriter out) {
        List<RunReport.GateOutcome> gate = report.gate() == null ? List.of() : report.gate();
        List<String> violated = gate.stream()
                .filter(outcome -> !outcome.holds())
                .map(Gate::line)
                .toList();
        if (!gate.isEmpty() && violated.isEmpty()) {
            out.println("Gate: all " + gate.size() + " conditions hold.");
        }
        return violated;
    }

    static void tell(List<String> violated, PrintWriter err) {
        violated.forEach(line -> err.println(Terminal.ofLauncher().red("gate: violated: ") + line));
    }

    static String shown(Path folder) {
        Path here = Path.of("").toAbsolutePath();
        return folder.startsWith(here) ? here.relativize(folder).toString() : folder.toString();
    }
}
