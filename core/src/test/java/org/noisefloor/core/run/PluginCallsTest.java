package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.metric.Classifier;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.Behind;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.summary.ToyReport;

/** How often plugins are asked for something, and what they are told. */
class PluginCallsTest {
    private static final int THREADS = 2;
    private static final int SITES = ToyModel.SITES.size();

    private static Plan plan(Map<String, Object> parts) {
        return ChangedPlan.of(new ToyPlan(4, THREADS).plan(), parts);
    }

    @Test
    void aMetricIsDescribedOnceForEachSiteAndAScorerMadeForEachThreadAndClosed() {
        Counting counting = new Counting();
        ToyRun.of(plan(Map.of("metrics", List.of(ToyPlan.chosen(counting)))));
        assertThat(counting.described).hasValue(SITES);
        assertThat(counting.scorers).hasValue(SITES * THREADS);
        assertThat(counting.closed).hasValue(SITES * THREADS);
    }

    @Test
    void aStratifierIsDescribedOnceForEachSiteAndAClassifierMadeForEachThreadAndClosed() {
        CountingClasses counting = new CountingClasses();
        ToyRun.of(plan(Map.of("stratifiers", List.of(ToyPlan.chosen(counting)))));
        assertThat(counting.described).hasValue(SITES);
        assertThat(counting.classifiers).hasValue(SITES * THREADS);
        assertThat(counting.closed).hasValue(SITES * THREADS);
    }

    @Test
    void preparingARunMakesItsScorersSoThatACheckFindsWhatTheyRefuse() {
        Counting counting = new Counting();
        PreparedRun.open(
                        plan(Map.of("metrics", List.of(ToyPlan.chosen(counting)))),
                        Path.of("target/cache"),
                        new ToyPlan.Silence())
                .close();
        assertThat(counting.scorers).hasValue(SITES * THREADS);
        assertThat(counting.closed).hasValue(SITES * THREADS);
    }

    /** The spread of the groups is what other texts would have changed. */
    @Test
    void whatIsNotRandomIsMadeOnceOfAllCalibrationTextsAndOnceOfEachOfFourGroups() {
        Calibrated calibrated = new Calibrated();
        ToyRun run = calibratedOnEightTexts(calibrated);
        List<Integer> shown = calibrated.made.stream().map(each -> each.shown).toList();
        assertThat(shown).hasSize(5).doesNotContain(0);
        assertThat(shown.get(0))
                .isEqualTo(shown.subList(1, 5).stream().mapToInt(each -> each).sum());
        assertThat(run.description().layout().arms().get(0).draws()).isEqualTo(new Arm.Draws(1, false, false, 4));
        assertThat(run.records()).allSatisfy(record -> {
            assertThat(record.arms().get(0)).hasSize(1);
            assertThat(record.recalibrated().get(0)).hasSize(4);
        });
    }

    @Test
    void anInterventionIsToldOnceThatAllCalibrationSequencesWereShown() {
        Calibrated calibrated = new Calibrated();
        calibratedOnEightTexts(calibrated);
        assertThat(calibrated.made.get(0).heard).containsExactly("calibrate", "calibrate", "calibrated", "replace");
    }

    @Test
    void whatRecordsCannotSayOfCalibrationWithinClassesIsSaid() {
        assertThat(ToyReport.of(calibrated(new Calibrated(), 6, 5)).warnings())
                .contains(
                        "intervals within classes have no room for other calibration texts of calibrated, as those over"
                                + " all positions have, so they are too narrow");
        assertThat(ToyReport.of(calibrated(new Calibrated(), 3, 8)).warnings())
                .as("no intervals at all")
                .noneMatch(warning -> warning.contains("within classes"));
    }

    private static ToyRun calibratedOnEightTexts(Calibrated calibrated) {
        return calibrated(calibrated, 3, 8);
    }

    private static ToyRun calibrated(Calibrated calibrated, int scored, int calibrating) {
        Plan plan = plan(Map.of(
                "sites",
                List.of(new Plan.Written("layer.0", "toy.yaml:2")),
                "interventions",
                List.of(ToyPlan.chosen(calibrated))));
        Plan.Corpus corpus = plan.corpus();
        return ToyRun.of(ChangedPlan.of(
                plan,
                Map.of(
                        "corpus",
                        new Plan.Corpus(
                                corpus.path(),
                                corpus.reader(),
                                OptionalInt.of(scored),
                                Plan.Taking.FIRST,
                                corpus.length(),
                                corpus.packing(),
                                corpus.prependBos(),
                                corpus.tokenizer(),
                                new Plan.Calibration(Optional.empty(), calibrating),
                                corpus.places()))));
    }

    /** Scorers and classifiers apart, which are called at every position. */
    @Test
    void aBatchOfManySequencesCallsPluginsAsOftenAsOneOfFew() {
        assertThat(callsOfOneBatch(11)).isEqualTo(callsOfOneBatch(4)).isPositive();
    }

    private static long callsOfOneBatch(int sequences) {
        Behind plugin = new Behind();
        ToyPlan toy = new ToyPlan(4, THREADS);
        Plan plan = new ToyPlan(
                        sequences,
                        THREADS,
                        ToyPlan.documents(sequences),
                        toy.baselines(),
                        toy.positions(),
                        toy.maxNonfinite())
                .plan();
        ToyRun.of(ChangedPlan.of(
                plan,
                Map.of(
                        "model",
                        new Plan.Model(
                                ToyPlan.chosen(plugin.guard(new ToyModel.Backend())),
                                plan.model().path(),
                                Optional.empty()),
                        "interventions",
                        List.of(ToyPlan.chosen(plugin.guard(ToyPlugins.HALF))),
                        "baselines",
                        toy.baselines().stream()
                                .map(each -> ToyPlan.chosen(plugin.guard(each)))
                                .toList(),
                        "otherModels",
                        List.of(ToyPlan.otherModel("other", new ToyModel.Backend(), Optional.empty())),
                        "metrics",
                        List.of(
                                ToyPlan.chosen(plugin.guard(ToyPlugins.DIVERGENCE)),
                                ToyPlan.chosen(plugin.guard(ToyPlugins.NORMS))),
                        "splice",
                        Plan.Splicing.TOGETHER)));
        return plugin.calls();
    }

    /** Checked by the metric and the intervention themselves, at every position. */
    @Test
    void aPositionIsToldWithItsSequenceItsDocumentAndAllTokens() {
        List<int[]> documents = ToyPlan.documents(11);
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger seen = new AtomicInteger();
        ToyRun run = ToyRun.of(plan(Map.of(
                "metrics",
                List.of(ToyPlan.chosen(looking(at -> {
                    int[] tokens = documents.get(at.sequence());
                    seen.incrementAndGet();
                    if (at.document() != at.sequence() || at.length() != tokens.length) {
                        wrong.add(at.sequence() + ": document " + at.document() + ", length " + at.length());
                    }
                    for (int t = 0; t < at.length(); t++) {
                        if (at.token(t) != tokens[t]) {
                            wrong.add(at.sequence() + ": token " + t);
                        }
                    }
                    if (at.target() != tokens[at.position() + 1]) {
                        wrong.add(at.sequence() + ": target of " + at.position());
                    }
                }))),
                "interventions",
                List.of(ToyPlan.chosen(new ToyPlugins.Changing("looking", Needs.nothing(), acts -> {
                    for (int row = 0; row < acts.rows(); row++) {
                        int sequence = acts.sequence(row);
                        int position = row % acts.length();
                        int[] tokens = sequence < documents.size() ? documents.get(sequence) : new int[0];
                        boolean padding = position >= tokens.length;
                        if (acts.token(row) != (padding ? 0 : tokens[position])
                                || acts.document(row) != (padding ? -1 : sequence)) {
                            wrong.add(sequence + ": row " + row);
                        }
                    }
                }))))));
        assertThat(wrong).isEmpty();
        assertThat(seen.get()).isPositive();
        assertThat(run.records()).hasSize(11);
    }

    /** A metric that counts its instances. */
    private static final class Counting implements MetricProvider<NoOptions> {
        private final AtomicInteger described = new AtomicInteger();
        private final AtomicInteger scorers = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public String id() {
            return "counting";
        }

        @Override
        public String summary() {
            return "counts";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Metric create(NoOptions options, RunContext context) {
            described.incrementAndGet();
            return Metric.of(
                    List.of(Column.of("c")), List.of(Figure.mean("c", "", Figure.Kind.LEVEL, "nothing")), () -> {
                        scorers.incrementAndGet();
                        return new Scorer() {
                            @Override
                            public void score(Comparison comparison, double[] out) {
                                out[0] = 0;
                            }

                            @Override
                            public void close() {
                                closed.incrementAndGet();
                            }
                        };
                    });
        }
    }

    /** A metric that looks at every position. */
    private static ToyPlugins.Measuring looking(Consumer<Comparison> look) {
        return new ToyPlugins.Measuring(
                "looking",
                context -> Metric.mean("l", "", Figure.Kind.LEVEL, "nothing", at -> {
                    look.accept(at);
                    return 0;
                }));
    }

    /** A stratifier that counts its instances. */
    private static final class CountingClasses implements StratifierProvider<NoOptions> {
        private final AtomicInteger described = new AtomicInteger();
        private final AtomicInteger classifiers = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public String id() {
            return "classes";
        }

        @Override
        public String summary() {
            return "counts";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Stratifier create(NoOptions options, RunContext context) {
            described.incrementAndGet();
            return new Stratifier() {
                @Override
                public List<String> classes() {
                    return List.of("all");
                }

                @Override
                public Classifier classifier() {
                    classifiers.incrementAndGet();
                    return new Classifier() {
                        @Override
                        public int classify(Comparison comparison) {
                            return 0;
                        }

                        @Override
                        public void close() {
                            closed.incrementAndGet();
                        }
                    };
                }
            };
        }
    }

    /** Interventions that write down what they are asked. */
    private static final class Calibrated implements InterventionProvider<NoOptions> {
        private final List<Heard> made = new ArrayList<>();

        @Override
        public String id() {
            return "calibrated";
        }

        @Override
        public String summary() {
            return "calibrated";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Intervention create(NoOptions options, RunContext context) {
            made.add(new Heard());
            return made.get(made.size() - 1);
        }
    }

    private static final class Heard implements Intervention {
        private final List<String> heard = new ArrayList<>();
        private int shown;

        @Override
        public Needs needs() {
            return Needs.nothing().calibrated();
        }

        @Override
        public void calibrate(Activations activations) {
            heard.add("calibrate");
            for (int row = 0; row < activations.rows(); row++) {
                shown += activations.intervened(row) ? 1 : 0;
            }
        }

        @Override
        public void calibrated() {
            heard.add("calibrated");
        }

        @Override
        public void replace(Activations activations) {
            heard.add("replace");
        }
    }
}
