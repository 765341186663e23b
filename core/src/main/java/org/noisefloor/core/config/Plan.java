package org.noisefloor.core.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.noisefloor.api.Provider;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.report.ReportWriter;

/**
 * A checked config: every id found, every option bound, every path absolute.
 *
 * @param file the config itself
 * @param sites names or patterns with {@code *}, as written; what they match is known when the model is open
 * @param otherModels whole models that stand among the interventions
 * @param floors names of baselines that the interventions are compared with; empty for those that are noise as large as an error
 * @param numericFloor the original once more, by another engine or in another precision
 * @param gate what the result must be
 * @param until how sure the run is to be, after which it ends
 * @param splice whether sites are also spliced together
 * @param resolved the whole config with all defaults filled in, ready to be written as YAML
 * @param places where each key stands
 * @param plugins what the config says of plugins themselves
 */
public record Plan(
        Path file,
        Model model,
        Corpus corpus,
        List<Written> sites,
        List<Chosen<InterventionProvider<?>>> interventions,
        List<OtherModel> otherModels,
        List<Chosen<InterventionProvider<?>>> baselines,
        List<Chosen<MetricProvider<?>>> metrics,
        List<Chosen<StratifierProvider<?>>> stratifiers,
        Optional<List<String>> floors,
        Optional<OtherModel> numericFloor,
        List<Chosen<ReportWriter<?>>> reports,
        List<Condition> gate,
        Optional<Until> until,
        Conventions conventions,
        Splicing splice,
        Positions positions,
        Run run,
        long seed,
        Path output,
        Map<String, Object> resolved,
        Places places,
        PluginsSection plugins) {

    /** Everything that the config names of plugins, the original's backend first. */
    public Stream<Chosen<? extends Provider<?>>> chosen() {
        return Stream.of(
                        Stream.of(model.backend(), corpus.reader()),
                        interventions.stream(),
                        baselines.stream(),
                        metrics.stream(),
                        stratifiers.stream(),
                        reports.stream())
                .flatMap(each -> each);
    }

    /** The same with the batch that the host chose, so that its resolved config means the same with another amount of memory. */
    public Plan withBatch(int sequences) {
        Map<String, Object> running = new LinkedHashMap<>();
        if (resolved.get("run") instanceof Map<?, ?> section) {
            section.forEach((key, value) -> running.put(String.valueOf(key), value));
        }
        running.remove("batch_tokens");
        running.put("batch", sequences);
        Map<String, Object> all = new LinkedHashMap<>(resolved);
        all.put("run", running);
        return new Plan(
                file,
                model,
                corpus,
                sites,
                interventions,
                otherModels,
                baselines,
                metrics,
                stratifiers,
                floors,
                numericFloor,
                reports,
                gate,
                until,
                conventions,
                splice,
                positions,
                new Run(
                        run.threads(),
                        OptionalInt.of(sequences),
                        OptionalInt.empty(),
                        run.buckets(),
                        run.memoryBytes(),
                        run.resamples(),
                        run.maxNonfinite()),
                seed,
                output,
                all,
                places,
                plugins);
    }

    /** A word of the config and the place where it stands ({@code demo.yaml:7}). */
    public record Written(String text, String place) {}

    /** @param picked what {@code backend: auto} found at the path, in words; empty if the config names the backend */
    public record Model(Chosen<ModelBackend<?>> backend, Path path, Optional<String> picked) {}

    /**
     * A whole model that is compared with the original, as an intervention of type {@value #TYPE}.
     *
     * @param options the backend's options, defaults too, as YAML has them
     * @param ruler the site whose dose-response measures it; empty for the first
     */
    public record OtherModel(
            String name, Model model, Map<String, Object> options, Optional<String> ruler, String place) {
        public static final String TYPE = "model";
    }

    /**
     * @param sequences how many are scored; empty for all that the corpus gives
     * @param taking which of the corpus' sequences these are, and those that calibrate
     * @param length tokens in a sequence, BOS included
     * @param tokenizer the {@code tokenizer.json} to use instead of the model's own
     * @param places where each key of the section stands
     * @param shuffled whether scored sequences come in the random order in which they are taken, so that the first of them are a sample too,
     *     and not in that of the corpus
     */
    public record Corpus(
            Path path,
            Chosen<CorpusReader<?>> reader,
            OptionalInt sequences,
            Taking taking,
            int length,
            Packing packing,
            Beginning prependBos,
            Optional<Path> tokenizer,
            Calibration calibration,
            Places places,
            boolean shuffled) {

        /** In the order of the corpus. */
        public Corpus(
                Path path,
                Chosen<CorpusReader<?>> reader,
                OptionalInt sequences,
                Taking taking,
                int length,
                Packing packing,
                Beginning prependBos,
                Optional<Path> tokenizer,
                Calibration calibration,
                Places places) {
            this(path, reader, sequences, taking, length, packing, prependBos, tokenizer, calibration, places, false);
        }

        Corpus inRandomOrder() {
            return new Corpus(
                    path, reader, sequences, taking, length, packing, prependBos, tokenizer, calibration, places, true);
        }
    }

    /** Which sequences of a corpus are taken. */
    public enum Taking {
        /** Spread evenly over all documents, those that calibrate from other documents than those that are scored. */
        SPREAD,
        /** Those at the beginning, those that calibrate behind those that are scored. */
        FIRST
    }

    /** How documents become sequences of one length. */
    public enum Packing {
        /** Documents joined end to end (BOS between them if the model has one), then cut. */
        PACKED,
        /** One sequence per document, cut at the length; shorter ones stay shorter. */
        DOCUMENT
    }

    /**
     * Whether a sequence starts with a BOS token.
     *
     * @param word as in the config
     * @param token the token, where the config names one by its id; else it is the model's own
     */
    public record Beginning(String word, OptionalInt token) {
        /** If the model has one. */
        public static final Beginning AUTO = new Beginning("auto", OptionalInt.empty());

        public static final Beginning ALWAYS = new Beginning("always", OptionalInt.empty());
        public static final Beginning NEVER = new Beginning("never", OptionalInt.empty());

        static final List<Beginning> WORDS = List.of(AUTO, ALWAYS, NEVER);

        /** @param id of a token, at least 0 */
        public static Beginning with(int id) {
            return new Beginning(String.valueOf(id), OptionalInt.of(id));
        }
    }

    /**
     * Sequences that are never scored: means and pools of activations come from them.
     *
     * @param path a corpus of their own; empty for those that follow the scored ones
     */
    public record Calibration(Optional<Path> path, int sequences) {}

    /** Whose rules decide which positions enter which mean. */
    public enum Conventions {
        /** One mask for everything: what has no correct token is not scored. */
        NOISEFLOOR,
        /** Those of SAELens' evals: divergences between predictions are taken at the last position of a sequence too. */
        SAELENS
    }

    /** At how many sites of a pass something is put in an activation's place. */
    public enum Splicing {
        /** At one: each site has passes of its own. */
        ALONE,
        /** Beside that, at all sites of the run in one pass. */
        TOGETHER
    }

    /**
     * @param skipFirst positions at the start of a sequence that are neither intervened on nor scored
     * @param special token ids that are neither intervened on nor scored; empty for what the model says
     * @param vocabulary entries of the output to use, without padded rows; empty for all
     */
    public record Positions(int skipFirst, Optional<List<Integer>> special, OptionalInt vocabulary) {}

    /**
     * @param batchSequences sequences in a batch; empty for the default
     * @param batchTokens tokens in a batch, instead of {@code batchSequences}
     * @param buckets whether sequences of like length share a batch, which is padded no further than they need
     * @param memoryBytes bound on the buffers of a batch
     * @param maxNonfinite how many positions may be left out because some arm's logits are NaN or +∞ there
     */
    public record Run(
            int threads,
            OptionalInt batchSequences,
            OptionalInt batchTokens,
            boolean buckets,
            OptionalLong memoryBytes,
            int resamples,
            long maxNonfinite) {
        /** Fewer say little of the ends of an interval. */
        public static final int FEWEST_RESAMPLES = 100;

        /** More change no digit that anybody reads, and all of them are held at once. */
        public static final int MOST_RESAMPLES = 100_000;
    }
}
