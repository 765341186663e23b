package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.noisefloor.api.Figure;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.report.Gate;
import org.noisefloor.core.run.Experiment;
import org.noisefloor.core.run.Measures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisefloor check}: everything that a run checks before it starts, and what it would do. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Opens everything that a config names, says what a run would do, and computes nothing.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigArguments arguments = new ConfigArguments();

    @Option(names = "--overwrite", description = "do not mind an earlier run in the output folder")
    private boolean overwrite;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Catalogue catalogue = Installation.catalogue(spec.commandLine().getErr());
        Plan plan = arguments.plan(catalogue);
        Preparation.check(plan, overwrite, spec.commandLine().getErr());
        try (ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr(), Terminal.ofLauncher(), false);
                Experiment run = Experiment.open(plan, Installation.cache(), progress)) {
            Gate.check(plan, run.layout(), run.measures());
            describe(plan, run, out);
        }
        return 0;
    }

    /** Those of scored positions, which every arm has, and those that only interventions have. */
    private static String figures(Measures measures) {
        String scored = names(measures.scored().get(0));
        String intervened = measures.intervened().stream()
                .filter(figures -> !figures.isEmpty())
                .findFirst()
                .map(CheckCommand::names)
                .orElse("");
        return scored
                + (intervened.isEmpty()
                        ? ""
                        : (scored.isEmpty() ? "" : "; ") + "of interventions alone: " + intervened);
    }

    private static String names(List<Measures.MetricFigures> metrics) {
        return metrics.stream()
                .flatMap(metric -> metric.figures().stream())
                .map(Figure::name)
                .collect(Collectors.joining(", "));
    }

    private static void describe(Plan plan, Experiment run, PrintWriter out) {
        int size = run.source().size();
        out.println(plan.file().getFileName() + " is in order.");
        out.printf(
                Locale.ROOT,
                "Model:     %s, %,d output entries, by backend %s%n",
                run.model().architecture(),
                run.model().vocabulary(),
                plan.model().backend().provider().id());
        out.printf(
                Locale.ROOT,
                "Sequences: %s of %d tokens, %d to calibrate with; batches of %d on %d threads%n",
                size < 0 ? "all that the corpus holds" : String.format(Locale.ROOT, "%,d", size),
                run.shape().length(),
                run.source().calibration().size(),
                run.shape().sequences(),
                plan.run().threads());
        out.println("Sites:     " + run.sites().stream().map(Object::toString).collect(Collectors.joining(", ")));
        List<Arm> arms = run.layout().arms();
        String first = run.sites().get(0).name();
        out.println("At each:   "
                + arms.stream()
                        .filter(arm -> arm.site().equals(first))
                        .map(arm -> arm.name()
                                + (arm.matchedTo() == null ? "" : " of " + arm.matchedTo())
                                + (arm.random() ? " ×" + arm.draws() : ""))
                        .collect(Collectors.joining(", ")));
        out.println("Figures:   " + figures(run.measures()));
        out.println("Output:    " + plan.output());
    }
}
