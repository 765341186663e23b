package org.noisefloor.core.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Places;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.config.PluginsSection;
import org.noisefloor.core.record.SequenceRecord;

/** Plans for {@link ToyModel}, without a config file. */
public record ToyPlan(
        int batch,
        int threads,
        List<int[]> documents,
        List<InterventionProvider<?>> baselines,
        Plan.Positions positions,
        long maxNonfinite) {
    public static final int LENGTH = 6;

    public ToyPlan(int batch, int threads) {
        this(
                batch,
                threads,
                documents(11),
                List.of(ToyPlugins.NOISE, ToyPlugins.ZERO, ToyPlugins.ZERO_ALL, ToyPlugins.SAME),
                new Plan.Positions(0, Optional.empty(), OptionalInt.empty()),
                0);
    }

    /** With an arm under which some positions are not finite. */
    static ToyPlan broken(long maxNonfinite) {
        ToyPlan good = new ToyPlan(4, 2);
        return new ToyPlan(
                4, 2, good.documents(), List.of(ToyPlugins.NOISE, ToyPlugins.BROKEN), good.positions(), maxNonfinite);
    }

    ToyPlan skippingFirst(int positions) {
        return new ToyPlan(
                batch,
                threads,
                documents,
                baselines,
                new Plan.Positions(positions, Optional.empty(), OptionalInt.empty()),
                maxNonfinite);
    }

    /** Sequences of different lengths that start with BOS. */
    static List<int[]> documents(int count) {
        return documents(count, 5);
    }

    /** @param texts other numbers give other documents */
    static List<int[]> documents(int count, long texts) {
        SplittableRandom random = new SplittableRandom(texts);
        List<int[]> documents = new ArrayList<>();
        for (int d = 0; d < count; d++) {
            int[] tokens = new int[3 + random.nextInt(LENGTH - 2)];
            for (int t = 1; t < tokens.length; t++) {
                tokens[t] = 1 + random.nextInt(ToyModel.VOCABULARY - 1);
            }
            documents.add(tokens);
        }
        return documents;
    }

    public List<SequenceRecord> records() {
        return records(Plan.Conventions.NOISEFLOOR);
    }

    List<SequenceRecord> records(Plan.Conventions conventions) {
        return ToyRun.of(plan(conventions)).records();
    }

    public Plan plan() {
        return plan(Plan.Conventions.NOISEFLOOR);
    }

    /** With SAELens' conventions, and a metric of the correct token beside the others. */
    public Plan saelens() {
        return plan(Plan.Conventions.SAELENS);
    }

    private Plan plan(Plan.Conventions conventions) {
        List<Chosen<MetricProvider<?>>> metrics =
                new ArrayList<>(List.of(chosen(ToyPlugins.DIVERGENCE), chosen(ToyPlugins.NORMS)));
        if (conventions == Plan.Conventions.SAELENS) {
            metrics.add(chosen(ToyPlugins.LOSS));
        }
        Path corpus = Path.of("pom.xml").toAbsolutePath(); // any file: the reader below does not look into it
        return new Plan(
                Path.of("toy.yaml"),
                new Plan.Model(chosen(new ToyModel.Backend()), corpus, Optional.empty()),
                new Plan.Corpus(
                        corpus,
                        chosen(new Documents(documents)),
                        OptionalInt.of(documents.size()),
                        Plan.Taking.FIRST,
                        LENGTH,
                        Plan.Packing.DOCUMENT,
                        Plan.Beginning.AUTO,
                        Optional.empty(),
                        new Plan.Calibration(Optional.empty(), 0),
                        new Places("toy.yaml:1", Map.of())),
                List.of(new Plan.Written("layer.*", "toy.yaml:2")),
                List.<Chosen<InterventionProvider<?>>>of(chosen(ToyPlugins.HALF)),
                List.of(),
                baselines.stream()
                        .<Chosen<InterventionProvider<?>>>map(ToyPlan::chosen)
                        .toList(),
                metrics,
                List.of(chosen(new ToyPlugins.Parity())),
                Optional.of(List.of("noise")),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                conventions,
                Plan.Splicing.ALONE,
                positions,
                new Plan.Run(
                        threads,
                        OptionalInt.of(batch),
                        OptionalInt.empty(),
                        false,
                        OptionalLong.empty(),
                        100,
                        maxNonfinite),
                9,
                Path.of("target/out"),
                Map.of(),
                new Places("toy.yaml", Map.of()),
                PluginsSection.NONE);
    }

    /** A whole model like the toy, with larger logits. */
    public static Plan.OtherModel sharper(String name) {
        return otherModel(name, new ToyModel.Backend(ToyModel.VOCABULARY, 1.5f), Optional.empty());
    }

    static Plan.OtherModel otherModel(String name, ToyModel.Backend backend, Optional<String> ruler) {
        return new Plan.OtherModel(
                name,
                new Plan.Model(chosen(backend), Path.of("other"), Optional.empty()),
                Map.of(),
                ruler,
                "toy.yaml:7");
    }

    static <P extends Provider<?>> Chosen<P> chosen(Provider<?> provider) {
        @SuppressWarnings("unchecked")
        P as = (P) provider;
        return new Chosen<>(provider.id(), as, site -> new NoOptions(), "toy.yaml:3");
    }

    /** Documents from memory. */
    private record Documents(List<int[]> documents) implements CorpusReader<NoOptions> {
        @Override
        public String id() {
            return "memory";
        }

        @Override
        public String summary() {
            return "documents from memory";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public boolean accepts(Path path) {
            return true;
        }

        @Override
        public Stream<Document> read(Path path, NoOptions options, Context context) {
            return documents.stream().map(tokens -> Document.tokens("memory", tokens));
        }
    }

    /** Hears nothing. */
    public static class Silence implements Progress {
        @Override
        public void phase(String name, long total) {}

        @Override
        public void advance(long more) {}

        @Override
        public void found(String soFar) {}

        @Override
        public void note(String sentence) {}

        @Override
        public void warn(String sentence) {}
    }
}
