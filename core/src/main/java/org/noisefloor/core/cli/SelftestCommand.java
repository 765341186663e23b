package org.noisefloor.core.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.ConfigReader;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.report.StoredRun;
import org.noisefloor.core.run.PreparedRun;
import org.noisefloor.core.run.Progress;
import org.noisefloor.core.selftest.Amount;
import org.noisefloor.core.selftest.OneMoreDraw;
import org.noisefloor.core.selftest.Redrawn;
import org.noisefloor.core.selftest.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor selftest}: whether reports keep their word where the truth is known. */
@Command(
        name = "selftest",
        mixinStandardHelpOptions = true,
        description = {
            "Shows that reports keep their word where there is nothing to find.",
            "An intervention is one more draw of its own floor, on other texts and with other draws in each repetition. How often",
            "do intervals hold the truth?",
            "With --of: how often do the intervals from some of a finished run's documents hold what all of them say?"
        },
        footer = {"", "Exit codes:   0 they do, 1 they do not, 2 something in the input needs mending"})
final class SelftestCommand implements Callable<Integer> {
    private static final int BROKEN_PROMISE = 1;

    /** What the shipped demo is run with: two short sequences of each of its documents. */
    private static final Map<String, String> OF_DEMO =
            Map.of("corpus.sequences", "84", "corpus.length", "64", "metrics", "[kl, loss]");

    /** Keys of a config that have options of their own here. */
    private static final Map<String, String> OPTIONS =
            Map.of("sites", "--site", "baselines", "--draws", "seed", "--seed");

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CONFIG.yaml",
            description =
                    "a config whose model, texts, site and metrics are taken; without it, those of the shipped demo")
    private @Nullable Path config;

    @Option(
            names = "--of",
            paramLabel = "RUN_DIR",
            description = "instead, a finished run, whose documents are drawn with replacement; no model is opened")
    private @Nullable Path of;

    @Option(
            names = "--figures",
            paramLabel = "FIGURE",
            split = ",",
            description = "with --of, the figures; without it, the main divergence and ce_delta")
    private List<String> figures = List.of();

    @Option(names = "--repetitions", paramLabel = "N", description = "how many (default: ${DEFAULT-VALUE})")
    private int repetitions = 100;

    @Option(
            names = "--documents",
            paramLabel = "N",
            description = "documents in each repetition, at least 6 (default: ${DEFAULT-VALUE})")
    private int documents = 12;

    @Option(names = "--draws", paramLabel = "N", description = "draws of the floor (default: ${DEFAULT-VALUE})")
    private int draws = 8;

    @Option(names = "--seed", paramLabel = "N", description = "of documents and draws (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--site",
            paramLabel = "SITE",
            description = "where; without it, the middle one of the config's sites")
    private @Nullable String site;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "put a value in place of the config's, for instance --set run.threads=1; repeatable")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--output",
            paramLabel = "FILE.csv",
            description = "a new file with a line for each repetition, floor and figure")
    private @Nullable Path output;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Mistakes mistakes = new Mistakes();
        refuse(mistakes);
        Optional<Amount> possible =
                mistakes.tried(() -> Optional.of(new Amount(repetitions, documents, seed)), Optional.empty());
        mistakes.throwIfAny();
        Amount amount = possible.orElseThrow();
        Catalogue catalogue = Installation.catalogue(err);
        Result result;
        try (ConsoleProgress console =
                new ConsoleProgress(err, Terminal.ofLauncher(), false, of == null ? "tokens" : "repetitions")) {
            Progress progress = new Unwarned(console);
            result = of == null
                    ? oneMoreDraw(catalogue, amount, progress)
                    : Redrawn.of(StoredRun.open(of, catalogue, Installation.cache()), figures, amount, progress);
        }
        spec.commandLine().getOut().print(result.text(Terminal.ofLauncher().columns()));
        if (output != null) {
            write(output, result.csv());
        }
        return result.failures().isEmpty() ? 0 : BROKEN_PROMISE;
    }

    private Result oneMoreDraw(Catalogue catalogue, Amount amount, Progress progress) {
        VectorModule.load(spec.commandLine().getErr());
        Plan plan = plan(catalogue, amount, progress);
        try (PreparedRun run = PreparedRun.open(plan, Installation.cache(), progress)) {
            return OneMoreDraw.of(run, amount);
        }
    }

    /** Before anything is opened. */
    private void refuse(Mistakes mistakes) {
        if (draws < 1) {
            mistakes.add(new UserError("--draws: expected a whole number of at least 1, found '" + draws + "'"));
        }
        if (of != null && (config != null || site != null || !overrides.isEmpty())) {
            mistakes.add(new UserError("--of takes a finished run as it is; leave out "
                    + (config != null ? "the config " + config : site != null ? "--site" : "--set")));
        }
        if (of == null && !figures.isEmpty()) {
            mistakes.add(new UserError("--figures belongs to --of; of a config, set its metrics: --set metrics=[kl]"));
        }
        if (output != null && Files.exists(output)) {
            mistakes.add(new UserError("--output: " + output + " is there already; name another file"));
        }
    }

    private Plan plan(Catalogue catalogue, Amount amount, Progress progress) {
        Plan all = plan(catalogue, amount.seed(), site);
        if (site != null) {
            return all;
        }
        try (PreparedRun run = PreparedRun.open(all, Installation.cache(), progress)) {
            List<Site> sites = run.sites();
            return sites.size() == 1
                    ? all
                    : plan(catalogue, amount.seed(), sites.get(sites.size() / 2).name());
        }
    }

    private Plan plan(Catalogue catalogue, long drawing, @Nullable String at) {
        Map<String, String> all = new LinkedHashMap<>(config == null ? OF_DEMO : Map.of());
        all.putAll(OneMoreDraw.config(draws));
        if (at != null) {
            all.put("sites", "['" + at.replace("'", "''") + "']");
        }
        all.put("seed", String.valueOf(drawing));
        all.putAll(overrides);
        Map<String, String> options = new LinkedHashMap<>(OPTIONS);
        options.keySet().removeAll(overrides.keySet());
        return ConfigReader.read(config == null ? Installation.demo() : config, catalogue, all, options);
    }

    private void write(Path file, String csv) {
        try {
            Files.writeString(file, csv);
        } catch (IOException failed) {
            throw new UserError("--output: " + file + " cannot be written (" + failed.getMessage() + ")", failed);
        }
        spec.commandLine().getOut().println("\nWritten to " + file + ": each repetition.");
    }

    /** Without what a run would warn of: here nothing is found out about the model or the texts. */
    private record Unwarned(ConsoleProgress progress) implements Progress {
        @Override
        public void phase(String name, long total) {
            progress.phase(name, total);
        }

        @Override
        public void advance(long more) {
            progress.advance(more);
        }

        @Override
        public void found(String soFar) {
            progress.found(soFar);
        }

        @Override
        public void note(String sentence) {}

        @Override
        public void warn(String sentence) {}
    }
}
