package org.noisefloor.core.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.report.ComparedRuns;
import org.noisefloor.core.report.RankingTables;
import org.noisefloor.core.report.RunFiles;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.summary.Ranking;
import org.noisefloor.files.text.PlainNumbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor compare}: the interventions of finished runs on the same positions. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Ranks the interventions of finished runs (SAEs, sites, backends, quantisations).",
            "Looks at the same positions, with paired intervals, and says which interventions are not distinguishable. The runs",
            "must have the same tokens and mask."
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN_DIR", arity = "1..*", description = "output folders of runs")
    private List<Path> folders = List.of();

    @Option(names = "--by", paramLabel = "FIGURE", description = "the figure to rank by; without it, the first")
    private @Nullable String figure;

    @Option(
            names = "--cost",
            paramLabel = "OBSERVATION",
            defaultValue = "l0",
            description = "what an intervention costs, for the frontier (default: ${DEFAULT-VALUE})")
    private String cost = "l0";

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "a new folder for comparison.json, comparison.md and comparison.html")
    private @Nullable Path output;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Catalogue catalogue = Installation.catalogue(spec.commandLine().getErr());
        ComparedRuns runs = ComparedRuns.open(folders, catalogue, Installation.cache());
        List<String> figures = Ranking.common(runs.runs());
        if (figures.isEmpty()) {
            throw new UserError("compare: these runs have no figure in common that has a value at each position");
        }
        Mistakes mistakes = new Mistakes();
        String by = figure == null ? figures.get(0) : figure;
        if (!figures.contains(by)) {
            mistakes.add(UserError.unknown("--by", "figure", by, figures));
        }
        Set<String> costs = Ranking.costs(runs.runs());
        boolean chosen = spec.commandLine().getParseResult().hasMatchedOption("--cost");
        if (chosen && !costs.contains(cost)) {
            mistakes.add(UserError.unknown("--cost", "observation", cost, costs));
        }
        if (output != null) {
            Path folder = output;
            mistakes.tried(() -> RunFolder.check(folder, RunFolder.Existing.NEVER), folder);
        }
        mistakes.throwIfAny();
        Ranking ranking = Ranking.of(runs.runs(), runs.originals(), by, cost);
        String what = String.format(
                Locale.ROOT,
                "%s on the same %,d positions of %,d sequences.",
                PlainNumbers.counted(ranking.ranked().size(), "intervention"),
                runs.scored(),
                runs.sequences());
        RankingTables tables = new RankingTables(ranking, by, cost, what);
        spec.commandLine().getOut().print(tables.console(Terminal.ofLauncher().columns()));
        if (output != null) {
            RunFiles.writeComparison(output, tables);
            spec.commandLine()
                    .getOut()
                    .println("\nWritten to " + output + ": comparison.json, comparison.md, comparison.html");
        }
        return 0;
    }
}
