package org.noisefloor.core.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Option;
import org.noisefloor.api.Provider;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.core.plugins.Catalogue;

/** Providers of each kind that declare options and do nothing else. */
final class TestPlugins {
    private TestPlugins() {}

    static Catalogue catalogue(Provider<?>... more) {
        List<Provider<?>> all = new ArrayList<>(List.of(
                new Backend("onnx"),
                new Replace<>("sae", SaeOptions.class),
                new Replace<>("zero", NoOptions.class),
                new Replace<>("zero_all", NoOptions.class),
                new Replace<>("eps_random", Draws.class),
                new Replace<>("error_shuffled", Draws.class),
                new Replace<>("cov_random", Draws.class),
                new Replace<>("everything", EveryType.class),
                new Measure<>("kl", NoOptions.class),
                new Measure<>("loss", NoOptions.class),
                new Measure<>("reconstruction", NoOptions.class),
                new Measure<>("explained_variance_legacy", NoOptions.class),
                new Measure<>("renyi", Orders.class),
                new Divide("correct_token"),
                new Reader("jsonl", ".jsonl"),
                new Write("html"),
                new Write("saelens")));
        all.addAll(List.of(more));
        return Catalogue.load(Path.of("plugins"), all);
    }

    enum Level {
        NONE,
        BASIC_ONLY,
        ALL
    }

    record BackendOptions(
            @Option(doc = "graph optimisation", orElse = "all")
            Level optimise) {}

    record SaeOptions(
            @Option(doc = "the SAE's folder") Path path,

            @Option(doc = "features kept", orElse = "16", min = 1, max = 512)
            int k) {
        SaeOptions {
            if (k == 13) {
                throw new IllegalArgumentException("k may not be 13");
            }
        }
    }

    /** What may be left out without having a default. */
    record Left(
            @Option(doc = "a count", orElse = "", min = 1) OptionalInt k,

            @Option(doc = "a text", orElse = "") Optional<String> writes) {}

    record Draws(
            @Option(doc = "random draws", orElse = "8", min = 1)
            int draws) {}

    record Orders(
            @Option(doc = "orders", orElse = "[0.5, 2, .inf]", min = 0)
            List<Double> orders) {}

    record EveryType(
            @Option(doc = "int", orElse = "1") int smallNumber,
            @Option(doc = "long", orElse = "1") long largeNumber,

            @Option(doc = "double", orElse = "0.5", min = 0, max = 1)
            double share,

            @Option(doc = "boolean", orElse = "false") boolean flag,
            @Option(doc = "text", orElse = "") String words,
            @Option(doc = "path", orElse = "") Path file,
            @Option(doc = "enum", orElse = "none") Level level,
            @Option(doc = "list", orElse = "[]") List<Level> levels,
            @Option(doc = "paths", orElse = "[]") List<Path> files) {}

    record Clashing(@Option(doc = "undescribed") Object thing) {}

    record Backend(String id) implements ModelBackend<BackendOptions> {
        @Override
        public String summary() {
            return "a backend";
        }

        @Override
        public Class<BackendOptions> options() {
            return BackendOptions.class;
        }

        @Override
        public Optional<String> probe() {
            return Optional.empty();
        }

        @Override
        public Optional<String> recognises(Path path) {
            return Optional.of("model." + id).filter(name -> Files.exists(path.resolve(name)));
        }

        @Override
        public LanguageModel open(Path path, BackendOptions options, Context context) {
            throw new UnsupportedOperationException();
        }
    }

    record Replace<O extends Record>(String id, Class<O> options) implements InterventionProvider<O> {
        @Override
        public String summary() {
            return "replaces";
        }

        @Override
        public Intervention create(O options, RunContext context) {
            throw new UnsupportedOperationException();
        }
    }

    record Measure<O extends Record>(String id, Class<O> options) implements MetricProvider<O> {
        @Override
        public String summary() {
            return "measures";
        }

        @Override
        public Metric create(O options, RunContext context) {
            throw new UnsupportedOperationException();
        }
    }

    record Divide(String id) implements StratifierProvider<NoOptions> {
        @Override
        public String summary() {
            return "divides";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Stratifier create(NoOptions options, RunContext context) {
            throw new UnsupportedOperationException();
        }
    }

    record ReaderOptions(
            @Option(doc = "key of the text", orElse = "text")
            String textKey) {}

    record Reader(String id, String ending) implements CorpusReader<ReaderOptions> {
        @Override
        public String summary() {
            return "reads";
        }

        @Override
        public Class<ReaderOptions> options() {
            return ReaderOptions.class;
        }

        @Override
        public boolean accepts(Path path) {
            return path.toString().toLowerCase(Locale.ROOT).endsWith(ending);
        }

        @Override
        public Stream<Document> read(Path path, ReaderOptions options, Context context) {
            return Stream.empty();
        }
    }

    record Write(String id) implements ReportWriter<NoOptions> {
        @Override
        public String summary() {
            return "writes";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public void write(RunResult run, Path folder, NoOptions options, Context context) {
            throw new UnsupportedOperationException();
        }
    }
}
