package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.core.config.Addable;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.figures.MetricFigures;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.run.PreparedRun;
import org.noisefloor.core.run.Rehearsal;
import org.noisefloor.core.summary.Sureness;
import org.noisefloor.core.summary.WhatIsAsked;
import org.noisefloor.files.words.SurenessWords;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisefloor check}: everything that a run checks before it starts, and what it would do. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Opens everything that a config names, and says what a run would do.",
            "Runs one batch to tell by it what time, disk and memory the run takes; writes nothing."
        })
final class CheckCommand implements Callable<Integer> {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    /** Enough to tell files apart by eye; the report has all of them. */
    private static final int DIGITS = 12;

    private static final String DEVICE = "device";

    @Mixin
    private ConfigArguments arguments = new ConfigArguments();

    @Option(names = "--overwrite", description = "do not mind an earlier run in the output folder")
    private boolean overwrite;

    @Option(names = "--quick", description = "run no batch, and so tell nothing of time, disk and memory")
    private boolean quick;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        VectorModule.load(spec.commandLine().getErr());
        Catalogue catalogue = arguments.catalogue(spec.commandLine().getErr());
        Plan plan = arguments.plan(catalogue, spec.commandLine().getErr());
        if (Preparation.refuses(
                plan,
                plan.output(),
                RunFolder.Existing.of(false, overwrite),
                spec.commandLine().getErr())) {
            return Main.USER_ERROR;
        }
        check(plan, catalogue, spec.commandLine(), !quick);
        return 0;
    }

    /**
     * Opens everything, and says what a run would do.
     *
     * @param rehearsing whether it runs a batch, and says what the run would take
     */
    static void check(Plan plan, Catalogue catalogue, CommandLine command, boolean rehearsing) {
        try (ConsoleProgress progress = new ConsoleProgress(command.getErr(), Terminal.ofLauncher(), false);
                PreparedRun run = PreparedRun.open(plan, Installation.cache(), progress)) {
            WhatIsAsked.check(plan.gate(), plan.until(), run.layout(), run.figures(), Addable.to(plan, catalogue));
            describe(plan, run, command.getOut());
            if (rehearsing) {
                Rehearsal rehearsal = run.rehearse();
                Costs costs = Costs.of(rehearsal, plan.run().resamples(), plan.output());
                progress.done();
                costs.print(command.getOut());
                if (plan.until().isPresent()) {
                    int first = rehearsal.first().size();
                    command.getOut()
                            .println("Until:     "
                                    + SurenessWords.ofLook(
                                            Sureness.after(
                                                    rehearsal.described(),
                                                    run.figures(),
                                                    RecordSource.of(rehearsal.first())),
                                            first)
                                    + ". That is what " + first
                                    + " sequences tell; time, disk and memory above are"
                                    + " those of all.");
                }
                costs.warnings().forEach(progress::warn);
            }
        }
    }

    /** Those of scored positions, which every arm has, and those that only interventions have. */
    private static String figures(PreparedRun run) {
        String scored = names(run.figures().scored(0));
        String intervened = IntStream.range(0, run.layout().arms().size())
                .mapToObj(run.figures()::intervened)
                .filter(figures -> !figures.isEmpty())
                .findFirst()
                .map(CheckCommand::names)
                .orElse("");
        return scored
                + (intervened.isEmpty()
                        ? ""
                        : (scored.isEmpty() ? "" : "; ") + "of interventions alone: " + intervened);
    }

    private static String names(List<MetricFigures> metrics) {
        return metrics.stream()
                .flatMap(metric -> metric.figures().stream())
                .map(Figure::name)
                .collect(Collectors.joining(", "));
    }

    private static String at(String site, List<Arm> arms) {
        return arms.stream()
                .filter(arm -> arm.site().equals(site))
                .map(arm -> arm.name() + (arm.matchedTo() == null ? "" : " of " + arm.matchedTo()) + draws(arm.draws()))
                .collect(Collectors.joining(", "));
    }

    private static String draws(Arm.Draws draws) {
        return draws.waitsForPilot() ? " ×" + DrawCount.AUTO : draws.random() ? " ×" + draws.count() : "";
    }

    /** What interventions say that they were made from and how, a line for each: a digest by its first digits. */
    static List<String> madeOf(PreparedRun run) {
        List<Arm> arms = run.layout().arms();
        List<Map<String, Object>> provenance = run.provenance();
        return IntStream.range(0, arms.size())
                .filter(a ->
                        arms.get(a).role() == Role.INTERVENTION && !arms.get(a).actsTogether())
                .filter(a -> !provenance.get(a).isEmpty())
                .mapToObj(a -> arms.get(a).site() + ", " + arms.get(a).name() + ": "
                        + provenance.get(a).entrySet().stream()
                                .map(each -> each.getKey() + " " + shortened(each.getValue()))
                                .collect(Collectors.joining(", ")))
                .toList();
    }

    /** What a model is computed with, the device first. */
    static Optional<String> engine(ModelInfo model) {
        Map<String, String> engine = new LinkedHashMap<>();
        Optional.ofNullable(model.engine().get(DEVICE)).ifPresent(device -> engine.put(DEVICE, device));
        engine.putAll(new TreeMap<>(model.engine()));
        return engine.isEmpty()
                ? Optional.empty()
                : Optional.of(engine.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining("; ")));
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return DIGEST.matcher(text).matches() ? text.substring(0, DIGITS) : text;
    }

    private static void describe(Plan plan, PreparedRun run, PrintWriter out) {
        out.println(plan.file().getFileName() + " is in order.");
        out.printf(
                Locale.ROOT,
                "Model:     %s, %,d output entries, by backend %s%n",
                run.model().architecture(),
                run.model().vocabulary(),
                plan.model().backend().provider().id());
        engine(run.model()).ifPresent(line -> out.println("Engine:    " + line));
        out.printf(
                Locale.ROOT,
                "Sequences: %s of %d tokens, %d to calibrate with; batches of %d on %d threads%n",
                run.sequences().isPresent()
                        ? String.format(Locale.ROOT, "%,d", run.sequences().getAsInt())
                        : "all that the corpus holds",
                run.shape().length(),
                run.calibrationSequences(),
                run.shape().sequences(),
                plan.run().threads());
        out.println("Sites:     " + run.sites().stream().map(Object::toString).collect(Collectors.joining(", ")));
        List<Arm> arms = run.layout().arms();
        out.println("At each:   " + at(run.sites().get(0).name(), arms));
        if (arms.stream().anyMatch(Arm::actsTogether)) {
            out.println("Together:  " + at(Arm.TOGETHER, arms));
        }
        madeOf(run).forEach(line -> out.println("Made of:   " + line));
        out.println("Figures:   " + figures(run));
        out.println("Output:    " + plan.output());
    }
}
