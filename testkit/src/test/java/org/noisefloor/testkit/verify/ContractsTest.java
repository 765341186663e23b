package org.noisefloor.testkit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Observation;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunResult;

/** Each breach is made by a provider that does nothing else wrong, and is told by the rule that it breaks. */
class ContractsTest {
    /** These providers are classes of a test, which no services file names. */
    private static final List<String> OF_TESTS =
            List.of("'has a public constructor without arguments'", "'is found by the service loader'");

    // metrics

    @Test
    void aGoodMetricBreaksNothing() {
        assertThat(ofMetric(figure(Figure.Kind.SIMILARITY), c -> c.top1Original() == c.top1Spliced() ? 1 : 0))
                .isEmpty();
    }

    @Test
    void aMetricThatReadsTheMeanOfTheBatchWithoutSayingSoIsTold() {
        assertThat(ofMetric(figure(Figure.Kind.LEVEL), c -> c.batchMean()[0]))
                .singleElement()
                .asString()
                .startsWith("breaks the rule 'a figure of the mean of the batch says so' of MetricContract: ")
                .contains("what sample says of itself");
        assertThat(ofMetric(
                        Figure.mean("sample", "", Figure.Kind.LEVEL, "a mean over the batch"), c -> c.batchMean()[0]))
                .isEmpty();
    }

    @Test
    void aMetricThatKeepsAPositionIsTold() {
        assertThat(of(metric(List.of(figure(Figure.Kind.LEVEL)), () -> {
                    Comparison[] kept = {null};
                    return (c, out) -> {
                        out[0] = kept[0] == null ? 0 : kept[0].vocabulary() * 0;
                        kept[0] = c;
                    };
                })))
                .singleElement()
                .asString()
                .contains("'looks at a position during its call only'", "asked after the call that showed it");
    }

    @Test
    void aMetricThatGoesWrongFarIntoASequenceIsTold() {
        assertThat(ofMetric(
                        figure(Figure.Kind.SIMILARITY),
                        c -> c.position() > 200 ? 1.18 : c.top1Original() == c.top1Spliced() ? 1 : 0))
                .singleElement()
                .asString()
                .contains("'holds far into a sequence as well'", "sample at position 208");
    }

    @Test
    void aSimilarityWithAShareRecoveredIsTold() {
        assertThat(ofMetric(
                        figure(Figure.Kind.SIMILARITY).recoveredAs("share"),
                        c -> c.top1Original() == c.top1Spliced() ? 1 : 0))
                .singleElement()
                .asString()
                .contains("'a share recovered is of a divergence or a difference'");
    }

    private static Figure figure(Figure.Kind kind) {
        return Figure.mean("sample", "", kind, "a sample");
    }

    private static List<String> ofMetric(Figure figure, Function<Comparison, Number> score) {
        return of(metric(
                List.of(figure), () -> (c, out) -> out[0] = score.apply(c).doubleValue()));
    }

    private static List<String> of(MetricProvider<NoOptions> provider) {
        return broken(Contracts.breaches(provider, new NoOptions()));
    }

    private static MetricProvider<NoOptions> metric(List<Figure> figures, Supplier<? extends Scorer> scorers) {
        return new MetricProvider<>() {
            @Override
            public String id() {
                return "sample";
            }

            @Override
            public String summary() {
                return "A sample";
            }

            @Override
            public Class<NoOptions> options() {
                return NoOptions.class;
            }

            @Override
            public Metric create(NoOptions options, RunContext context) {
                return Metric.of(List.of(Column.of("sample")), figures, scorers);
            }
        };
    }

    private static List<String> broken(List<String> breaches) {
        return breaches.stream()
                .filter(each -> OF_TESTS.stream().noneMatch(each::contains))
                .toList();
    }

    // options and constructors

    record SinglePrecision(
            @Option(doc = "a number", orElse = "1") float number) {}

    record Wordy(@Option(doc = "a number", orElse = "many") int number) {}

    record Outside(
            @Option(doc = "a number", orElse = "0", above = 0)
            double number) {}

    record NoList(@Option(doc = "numbers", orElse = "1, 2") List<Integer> numbers) {}

    record Named(@Option(doc = "a word", orElse = "x") String name) {}

    record Typed(@Option(doc = "a word", orElse = "x") String type) {}

    record Fine(
            @Option(doc = "numbers", orElse = "[0.5, 2]", above = 0)
            List<Double> numbers,

            @Option(doc = "left out", orElse = "") OptionalDouble left) {}

    @Test
    void optionsThatNoConfigCanSetAreTold() {
        assertThat(withOptions(Fine.class)).isEmpty();
        assertThat(withOptions(SinglePrecision.class))
                .asString()
                .contains("'has options that a config can set'", "type float");
        assertThat(withOptions(Named.class)).asString().contains("option 'name'", "hidden by a key");
        assertThat(withOptions(Typed.class)).asString().contains("option 'type'", "hidden by a key");
    }

    @Test
    void defaultsThatAreNoValuesAreTold() {
        assertThat(withOptions(Wordy.class))
                .asString()
                .contains("'has defaults that are values'", "'many' is no number");
        assertThat(withOptions(Outside.class)).asString().contains("'0' is out of the option's own range");
        assertThat(withOptions(NoList.class)).asString().contains("is no list; write [1, 2]");
    }

    private static List<String> withOptions(Class<? extends Record> options) {
        return broken(Contracts.breachesOf(new Reads<>(options)));
    }

    /** A provider of options and nothing else. */
    static class Reads<O extends Record> implements ReportWriter<O> {
        private final Class<O> options;

        Reads(Class<O> options) {
            this.options = options;
        }

        @Override
        public String id() {
            return "sample";
        }

        @Override
        public String summary() {
            return "A sample";
        }

        @Override
        public Class<O> options() {
            return options;
        }

        @Override
        public void write(RunResult run, Path folder, O given, Context context) throws IOException {
            Files.writeString(folder.resolve("sample.txt"), "a sample");
        }
    }

    public static final class Idle extends Reads<NoOptions> {
        public Idle() {
            super(NoOptions.class);
        }
    }

    public static final class Waiting extends Reads<NoOptions> {
        public Waiting() {
            super(NoOptions.class);
            LockSupport.parkNanos(1);
        }
    }

    public static final class Starting extends Reads<NoOptions> {
        public Starting() {
            super(NoOptions.class);
            new Thread(() -> {}).start();
        }
    }

    public static final class Reading extends Reads<NoOptions> {
        public Reading() throws IOException {
            super(NoOptions.class);
            if (Files.readAllBytes(Path.of("pom.xml")).length == 0) {
                throw new IOException("an empty file");
            }
        }
    }

    @Test
    void aConstructorThatWorksIsTold() throws IOException {
        assertThat(broken(Contracts.breachesOf(new Idle()))).isEmpty();
        assertThat(broken(Contracts.breachesOf(new Waiting())))
                .asString()
                .contains("'its constructor does no work'", "waits");
        assertThat(broken(Contracts.breachesOf(new Starting()))).asString().contains("starts a thread");
        assertThat(broken(Contracts.breachesOf(new Reading()))).asString().contains("allocates");
    }

    // report writers

    @Test
    void aWriterThatWritesElsewhereOrTakesTheHostsNamesIsTold() {
        assertThat(ofWriter((run, folder) -> write(folder.resolve("sample.txt"), "x")))
                .isEmpty();
        assertThat(ofWriter((run, folder) -> {
                    write(folder.resolve("sample.txt"), "x");
                    write(folder.resolveSibling("other.txt"), "x");
                }))
                .singleElement()
                .asString()
                .contains("'writes files into its folder and nowhere else'");
        assertThat(ofWriter((run, folder) -> write(folder.resolve("report.json"), "{}")))
                .singleElement()
                .asString()
                .contains("'writes no file of the hosts own name'");
        assertThat(ofWriter((run, folder) -> {})).asString().contains("what was written");
    }

    @Test
    void aWriterThatChangesOrFailsWhereNothingWasMeasuredIsTold() {
        int[] times = {0};
        assertThat(ofWriter((run, folder) -> write(folder.resolve("sample.txt"), "" + times[0]++)))
                .singleElement()
                .asString()
                .contains("'writes the same again'");
        assertThat(ofWriter((run, folder) -> write(
                        folder.resolve("sample.txt"),
                        run.report().sites().get(0).name())))
                .singleElement()
                .asString()
                .contains("'a run that measured nothing is written too'", "IndexOutOfBounds");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> ofWriter(BiConsumer<RunResult, Path> writes) {
        return broken(Contracts.breaches(
                new Reads<>(NoOptions.class) {
                    @Override
                    public void write(RunResult run, Path folder, NoOptions given, Context context) {
                        writes.accept(run, folder);
                    }
                },
                new NoOptions()));
    }

    // interventions

    /** Halves its rows; what tests change is in the methods that they override. */
    static class Halving implements Intervention {
        @Override
        public Needs needs() {
            return Needs.nothing();
        }

        @Override
        public void replace(Activations activations) {
            each(activations, value -> value / 2);
        }

        static void each(Activations activations, Function<Float, Float> to) {
            FloatBuffer replaced = activations.replaced();
            for (int i = 0; i < activations.rows() * activations.width(); i++) {
                if (activations.intervened(i / activations.width())) {
                    replaced.put(i, to.apply(activations.original().get(i)));
                }
            }
        }
    }

    @Test
    void aGoodInterventionBreaksNothing() {
        assertThat(ofIntervention(Halving::new)).isEmpty();
    }

    /** Calibrated on the mean of what it is shown. */
    static class Shifting extends Halving {
        protected final List<Float> means = new ArrayList<>();

        @Override
        public Needs needs() {
            return Needs.nothing().calibrated();
        }

        @Override
        public void calibrate(Activations activations) {
            means.add(activations.original().get(activations.width()));
        }

        @Override
        public void replace(Activations activations) {
            float sum = 0;
            for (float mean : means) {
                sum += mean;
            }
            float shift = sum;
            each(activations, value -> value + shift);
        }
    }

    @Test
    void calibrationThatKeepsTheLastBatchAloneIsTold() {
        assertThat(ofIntervention(Shifting::new)).isEmpty();
        assertThat(ofIntervention(() -> new Shifting() {
                    @Override
                    public void calibrate(Activations activations) {
                        means.clear();
                        super.calibrate(activations);
                    }
                }))
                .singleElement()
                .asString()
                .contains("'calibration takes in every batch'", "last alone");
    }

    @Test
    void calibrationThatReplacesIsTold() {
        assertThat(ofIntervention(() -> new Shifting() {
                    @Override
                    public void calibrate(Activations activations) {
                        super.calibrate(activations);
                        activations.replaced().put(0, 7);
                    }
                }))
                .singleElement()
                .asString()
                .contains("'calibration replaces nothing'");
    }

    @Test
    void anObservationOutsideTheMaskIsTold() {
        assertThat(ofIntervention(() -> new Halving() {
                    @Override
                    public List<Observation> observations() {
                        return List.of(Observation.of("seen", "", "a number"));
                    }

                    @Override
                    public void replace(Activations activations) {
                        super.replace(activations);
                        for (int row = 0; row < activations.rows(); row++) {
                            activations.observe(0, row, 1);
                        }
                    }
                }))
                .singleElement()
                .asString()
                .contains("'nothing is observed outside the mask'", "row 0, which is outside");
    }

    @Test
    void randomNumbersThatAreSharedWithoutSayingSoAreTold() {
        Function<Needs, Intervention> shifting = needs -> new Halving() {
            @Override
            public Needs needs() {
                return needs;
            }

            @Override
            public void replace(Activations activations) {
                float shift = (float) activations.sharedRandom().nextGaussian();
                each(activations, value -> value + shift);
            }
        };
        assertThat(ofIntervention(() -> shifting.apply(Needs.nothing().drawn(2).sharingDraws())))
                .isEmpty();
        assertThat(ofIntervention(() -> shifting.apply(Needs.nothing().drawn(2))))
                .singleElement()
                .asString()
                .contains("'random numbers that sequences share are said to be shared'");
    }

    @Test
    void notesThatAreNullAreTold() {
        assertThat(ofIntervention(() -> new Halving() {
                    @Override
                    public List<String> notes() {
                        return null;
                    }
                }))
                .singleElement()
                .asString()
                .contains("'nothing that it tells is null'", "notes()");
    }

    private static List<String> ofIntervention(Supplier<Intervention> made) {
        return broken(Contracts.breaches(
                new InterventionProvider<NoOptions>() {
                    @Override
                    public String id() {
                        return "sample";
                    }

                    @Override
                    public String summary() {
                        return "A sample";
                    }

                    @Override
                    public Class<NoOptions> options() {
                        return NoOptions.class;
                    }

                    @Override
                    public Intervention create(NoOptions options, RunContext context) {
                        return made.get();
                    }
                },
                new NoOptions()));
    }
}
