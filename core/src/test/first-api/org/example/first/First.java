package org.example.first;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Inspection;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Observation;
import org.noisefloor.api.intervention.Variant;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunResult;

/**
 * A plugin of all six kinds, as it was written for the first plugin API that was recorded. It is never compiled with the rest:
 * {@code resources/first-api/first.jar} was compiled from this once and must load and run for ever.
 */
public final class First {
    private First() {}

    public static final class Gap implements MetricProvider<Gap.Options> {
        public record Options(
                @Option(doc = "what it is multiplied by", orElse = "2", above = 0) double factor,
                @Option(doc = "not used", orElse = "", min = 1) OptionalInt left) {}

        @Override
        public String id() {
            return "first_gap";
        }

        @Override
        public String summary() {
            return "rise of the first logit";
        }

        @Override
        public Class<Options> options() {
            return Options.class;
        }

        @Override
        public Metric create(Options options, RunContext context) {
            return Metric.of(
                    List.of(Column.of("gap")),
                    List.of(
                            Figure.mean("gap", "logits", Figure.Kind.DIFFERENCE, "mean rise").moreIsWorse(),
                            Figure.named("gap_root").reading("gap").doc("its root").of(sums -> Math.sqrt(sums.sum("gap")))),
                    () -> (at, out) -> out[0] = options.factor() * (at.spliced()[0] - at.original()[0]));
        }
    }

    public static final class Parity implements StratifierProvider<NoOptions> {
        @Override
        public String id() {
            return "first_parity";
        }

        @Override
        public String summary() {
            return "even and odd tokens";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Stratifier create(NoOptions options, RunContext context) {
            return Stratifier.of(List.of("even", "odd"), at -> at.token(at.position()) % 2);
        }
    }

    public static final class Shift implements InterventionProvider<Shift.Options> {
        public record Options(
                @Option(doc = "sizes", orElse = "[0.5, 1]") List<Double> sizes,
                @Option(doc = "how often it is drawn", orElse = "2") DrawCount draws) {}

        @Override
        public String id() {
            return "first_shift";
        }

        @Override
        public String summary() {
            return "adds noise";
        }

        @Override
        public Class<Options> options() {
            return Options.class;
        }

        @Override
        public List<Variant<Options>> variants(Options options) {
            return options.sizes().stream()
                    .map(size -> Variant.of("" + size, new Options(List.of(size), options.draws())).withDose(size))
                    .toList();
        }

        @Override
        public Intervention create(Options options, RunContext context) {
            return new Intervention() {
                @Override
                public Needs needs() {
                    return Needs.nothing().drawn(options.draws()).calibrated().everywhere();
                }

                @Override
                public List<Observation> observations() {
                    return List.of();
                }

                @Override
                public void replace(Activations activations) {
                    FloatBuffer replaced = activations.replaced();
                    float size = options.sizes().get(0).floatValue();
                    for (int row = 0; row < activations.rows(); row++) {
                        for (int i = 0; i < activations.width(); i++) {
                            int at = row * activations.width() + i;
                            replaced.put(at, activations.original().get(at) + size);
                        }
                    }
                }
            };
        }

        @Override
        public Inspection inspect(Path path, Context context) {
            return Inspection.nothing().line("path", path.toString()).notes(List.of("a note"));
        }
    }

    public static final class Lines implements CorpusReader<NoOptions> {
        @Override
        public String id() {
            return "first_lines";
        }

        @Override
        public String summary() {
            return "a document a line";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public boolean accepts(Path path) {
            return path.toString().endsWith(".first");
        }

        @Override
        public Stream<Document> read(Path path, NoOptions options, Context context) {
            return Stream.of(Document.text(path + ":1", "a text"), Document.tokens(path + ":2", 1, 2));
        }
    }

    public static final class Verdicts implements ReportWriter<NoOptions> {
        @Override
        public String id() {
            return "first_verdicts";
        }

        @Override
        public String summary() {
            return "one figure a line";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public void write(RunResult run, Path folder, NoOptions options, Context context) throws IOException {
            StringBuilder lines = new StringBuilder();
            run.report().arms().forEach(arm -> arm.figures()
                    .forEach((name, figure) ->
                            lines.append(name + " " + figure.estimate().value() + "\n")));
            Files.writeString(folder.resolve("first.txt"), lines);
        }
    }

    public static final class Nowhere implements ModelBackend<NoOptions> {
        @Override
        public String id() {
            return "first_nowhere";
        }

        @Override
        public String summary() {
            return "opens nothing";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Optional<String> probe() {
            return Optional.empty();
        }

        @Override
        public Optional<String> recognises(Path path) {
            return Optional.empty();
        }

        @Override
        public LanguageModel open(Path path, NoOptions options, Context context) {
            throw UserError.unknown("", "model", path.toString(), List.of("none"));
        }
    }
}
