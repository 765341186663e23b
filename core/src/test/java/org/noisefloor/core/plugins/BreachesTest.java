package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Observation;
import org.noisefloor.api.metric.Classifier;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.batch.DrawKey;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.batch.SequenceBatch;

/** What a plugin does against the contract in the middle of a run is found in its first batch, and said of it alone. */
class BreachesTest {
    private static final Plugin PLUGIN =
            new Plugin("tried", "1.0", "tried.jar", List.of(), BreachesTest.class.getClassLoader());

    private final Comparison position =
            new ShownPosition(new float[] {0, 1, 2}, new float[] {2, 1, 0}, new float[] {1, 2}, new float[] {2, 1});

    private static Metric metric(Figure.Kind kind, Scorer scorer) {
        return Metric.of(List.of(Column.of("d")), List.of(Figure.mean("d", "", kind, "tried")), () -> scorer);
    }

    /** What the host sees of a metric that an entry of a config names. */
    private static Metric guarded(Metric made) {
        MetricProvider<NoOptions> provider = new MetricProvider<>() {
            @Override
            public String id() {
                return "x";
            }

            @Override
            public String summary() {
                return "tried";
            }

            @Override
            public Class<NoOptions> options() {
                return NoOptions.class;
            }

            @Override
            public Metric create(NoOptions options, RunContext context) {
                return made;
            }
        };
        return provided(MetricProvider.class, provider).create(new NoOptions(), Contexts.RUN);
    }

    @SuppressWarnings("unchecked")
    private static <P> P provided(Class<?> kind, P provider) {
        Object guarded = PluginBoundary.guard(
                PLUGIN, kind == MetricProvider.class ? "metric 'x'" : "stratifier 'x'", kind, provider);
        return (P) PluginBoundary.at("run.yaml:7", (Class<Object>) kind, guarded);
    }

    private void assertThatScoring(Figure.Kind kind, Scorer scorer, String sentence) {
        Scorer tried = guarded(metric(kind, scorer)).scorer();
        assertThatThrownBy(() -> tried.score(position, new double[1]))
                .isInstanceOf(PluginDefect.class)
                .hasMessage(
                        "plugin 'tried' (tried.jar) failed in Scorer.score of metric 'x' (run.yaml:7): " + sentence);
    }

    @Test
    void aMetricThatWritesToWhatItIsShownIsNamedWithWhatItWroteTo() {
        Map<String, Consumer<Comparison>> deeds = Map.of(
                "original", shown -> shown.original()[2]++,
                "spliced", shown -> shown.spliced()[0]++,
                "activation", shown -> shown.activation()[1]++,
                "replacement", shown -> shown.replacement()[0]++);
        deeds.forEach((what, deed) -> assertThatScoring(
                Figure.Kind.LEVEL,
                (shown, out) -> {
                    out[0] = 1;
                    deed.accept(shown);
                },
                "it wrote to Comparison." + what + "(), which it may only read; let it copy the array first"));
    }

    @Test
    void aMetricThatWritesToWhatItIsShownLateInItsFirstPositionsIsFoundToo() {
        AtomicInteger calls = new AtomicInteger();
        Scorer tried = guarded(metric(Figure.Kind.LEVEL, (shown, out) -> {
                    out[0] = 1;
                    if (calls.incrementAndGet() > 20) {
                        shown.original()[0] = calls.get();
                    }
                }))
                .scorer();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 40; i++) {
                        tried.score(position, new double[1]);
                    }
                })
                .hasMessageContaining("it wrote to Comparison.original()");
    }

    @Test
    void aMetricThatLeavesAColumnUnwrittenIsNamedAtWhateverPositionThatIs() {
        AtomicInteger calls = new AtomicInteger();
        Metric made = Metric.of(
                List.of(Column.of("a"), Column.of("parts", 3)),
                List.of(Figure.mean("a", "", Figure.Kind.LEVEL, "tried")),
                () -> (shown, out) -> {
                    out[0] = 0;
                    out[1] = 0;
                    out[2] = Double.NaN;
                    if (calls.incrementAndGet() < 5_000) {
                        out[3] = 0;
                    }
                });
        Scorer tried = guarded(made).scorer();
        double[] out = new double[4];
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        tried.score(position, out);
                    }
                })
                .isInstanceOf(PluginDefect.class)
                .hasMessageEndingWith(
                        "it did not write number 2 of column 'parts'; all columns have to be written at every"
                                + " position");
    }

    @Test
    void valuesThatAFigureOfItsKindCannotHaveAreRefused() {
        assertThatScoring(
                Figure.Kind.SIMILARITY,
                (shown, out) -> out[0] = 1.18,
                "it gave 1.18 for 'd', a similarity, which lies between 0 and 1");
        assertThatScoring(
                Figure.Kind.DIVERGENCE,
                (shown, out) -> out[0] = -0.5,
                "it gave -0.5 for 'd', a divergence, which is never negative");
    }

    @Test
    void whatIsNotNeutralWhereNothingChangedIsRefused() {
        assertThatScoring(
                Figure.Kind.DIVERGENCE,
                (shown, out) -> out[0] = 0.25,
                "it gave 0.25 for 'd' where nothing was changed, but a divergence is 0 there");
        assertThatScoring(
                Figure.Kind.SIMILARITY,
                (shown, out) -> out[0] = 0.5,
                "it gave 0.5 for 'd' where nothing was changed, but a similarity is 1 there");
        assertThatScoring(
                Figure.Kind.DIFFERENCE,
                (shown, out) -> out[0] = -1,
                "it gave -1.0 for 'd' where nothing was changed, but a difference is 0 there");
    }

    @Test
    void aMetricThatDrawsOrRemembersIsRefused() {
        AtomicInteger calls = new AtomicInteger();
        assertThatScoring(
                Figure.Kind.LEVEL,
                (shown, out) -> out[0] = calls.incrementAndGet(),
                "it gave 1.0 and then 2.0 for column 'd' of the same position; a scorer may neither draw nor remember");
    }

    @Test
    void aSoundMetricGivesWhatItGives() {
        Scorer tried = guarded(metric(
                        Figure.Kind.DIVERGENCE, (shown, out) -> out[0] = shown.spliced()[0] - shown.original()[0]))
                .scorer();
        double[] out = new double[1];
        for (int i = 0; i < 100; i++) {
            tried.score(position, out);
            assertThat(out).containsExactly(2);
        }
    }

    @Test
    void aRefusalInTheMiddleOfARunHasItsLineAndItsPlugin() {
        Scorer tried = guarded(metric(Figure.Kind.LEVEL, (shown, out) -> {
                    throw new UserError("the table ends at token 5");
                }))
                .scorer();
        assertThatThrownBy(() -> tried.score(position, new double[1]))
                .isInstanceOf(UserError.class)
                .hasMessage("run.yaml:7: metric 'x' of plugin 'tried' (tried.jar): the table ends at token 5");
    }

    private static void assertThatDescribing(List<Column> columns, List<Figure> figures, String sentence) {
        Metric made = Metric.of(columns, figures, () -> (shown, out) -> {});
        assertThatThrownBy(() -> guarded(made))
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in MetricProvider.create of metric 'x' (run.yaml:7): "
                        + sentence);
    }

    @Test
    void namesAndColumnsOfFiguresAreCheckedBeforeAnythingIsComputed() {
        Figure mean = Figure.mean("a", "", Figure.Kind.LEVEL, "tried");
        assertThatDescribing(
                List.of(Column.of("Bad Name")),
                List.of(),
                "its column is named 'Bad Name', but a name has lower-case letters, digits and underscores and starts with a"
                        + " letter");
        assertThatDescribing(
                List.of(Column.of("a")),
                List.of(Figure.mean("Bad Name", "", Figure.Kind.LEVEL, "tried")),
                "its figure is named 'Bad Name', but a name has lower-case letters, digits and underscores and starts with a"
                        + " letter");
        assertThatDescribing(List.of(Column.of("a")), List.of(mean, mean), "two of its figures are named 'a'");
        assertThatDescribing(
                List.of(Column.of("b"), Column.of("c")),
                List.of(mean),
                "its figure 'a' reads the column 'a', and its columns are b, c");
        assertThatDescribing(
                List.of(Column.of("a"), Column.of("b")),
                List.of(Figure.named("f").reading("a").doc("tried").of(sums -> sums.sum("a") / sums.sum("b"))),
                "its figure 'f' reads the column 'b' without saying so; Figure.reading names what it may read, so far a");
        assertThatDescribing(
                List.of(Column.of("a")),
                List.of(Figure.mean("a", "", null, "tried")),
                "its figure 'a' has null for its kind");
        assertThatDescribing(
                List.of(Column.of("a")),
                List.of(Figure.named("a").reading("a").doc("tried").of(null)),
                "its figure 'a' has null for its formula");
        assertThatDescribing(
                List.of(Column.of("a", Integer.MAX_VALUE), Column.of("b")),
                List.of(mean),
                "its columns are 2147483648 numbers wide together; at most 2147483647 can be summed up");
    }

    private static Classifier classifier(Stratifier made) {
        StratifierProvider<NoOptions> provider = new StratifierProvider<>() {
            @Override
            public String id() {
                return "x";
            }

            @Override
            public String summary() {
                return "tried";
            }

            @Override
            public Class<NoOptions> options() {
                return NoOptions.class;
            }

            @Override
            public Stratifier create(NoOptions options, RunContext context) {
                return made;
            }
        };
        return provided(StratifierProvider.class, provider)
                .create(new NoOptions(), Contexts.RUN)
                .classifier();
    }

    /** With classes that the API's own factory would not refuse. */
    private static Stratifier dividing(List<String> classes, Classifier classifier) {
        return new Stratifier() {
            @Override
            public List<String> classes() {
                return classes;
            }

            @Override
            public Classifier classifier() {
                return classifier;
            }
        };
    }

    @Test
    void aClassThatIsNoneIsRefusedWithThoseThatAre() {
        for (int wrong : new int[] {-1, 2}) {
            Classifier tried = classifier(Stratifier.of(List.of("even", "odd"), shown -> wrong));
            assertThatThrownBy(() -> tried.classify(position))
                    .isInstanceOf(PluginDefect.class)
                    .hasMessage(
                            "plugin 'tried' (tried.jar) failed in Classifier.classify of stratifier 'x' (run.yaml:7): it"
                                    + " returned class " + wrong + ", but its classes are 0 to 1 (even, odd)");
        }
    }

    @Test
    void whatAClassifierThrowsUndeclaredIsItsDefect() {
        Classifier tried = classifier(Stratifier.of(List.of("even", "odd"), shown -> thrown(new IOException("gone"))));
        assertThatThrownBy(() -> tried.classify(position))
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in Classifier.classify of stratifier 'x' (run.yaml:7):"
                        + " java.io.IOException: gone");
    }

    /** Throws what is checked without declaring it. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> int thrown(Throwable what) throws X {
        throw (X) what;
    }

    @Test
    void aClassifierThatWritesDrawsOrRemembersIsRefused() {
        AtomicInteger calls = new AtomicInteger();
        Classifier remembers = classifier(Stratifier.of(List.of("a", "b"), shown -> calls.getAndIncrement() % 2));
        assertThatThrownBy(() -> remembers.classify(position))
                .hasMessageEndingWith(
                        "it put the same position into class 0 and then into class 1; a classifier may neither"
                                + " draw nor remember");
        Classifier writes = classifier(Stratifier.of(List.of("a", "b"), shown -> {
            shown.spliced()[1]++;
            return 0;
        }));
        assertThatThrownBy(() -> writes.classify(position))
                .hasMessageContaining("it wrote to Comparison.spliced(), which it may only read");
    }

    @Test
    void classesWithoutOrWithTheSameNameAreRefusedBeforeAnythingIsComputed() {
        assertThatThrownBy(() -> classifier(dividing(List.of("a", "a"), shown -> 0)))
                .isInstanceOf(PluginDefect.class)
                .hasMessageEndingWith(
                        "StratifierProvider.create of stratifier 'x' (run.yaml:7): two of its classes are named 'a': [a, a]");
        assertThatThrownBy(() -> classifier(dividing(List.of("a", " "), shown -> 0)))
                .hasMessageEndingWith("one of its classes has no name: [a,  ]");
        assertThatThrownBy(() -> classifier(dividing(List.of(), shown -> 0))).hasMessageEndingWith("it has no classes");
    }

    private static Intervention intervening(
            Consumer<Activations> replace, List<Observation> observations, Object provenance) {
        InterventionProvider<NoOptions> provider = new InterventionProvider<>() {
            @Override
            public String id() {
                return "x";
            }

            @Override
            public String summary() {
                return "tried";
            }

            @Override
            public Class<NoOptions> options() {
                return NoOptions.class;
            }

            @Override
            public Intervention create(NoOptions options, RunContext context) {
                return new Intervention() {
                    @Override
                    public Needs needs() {
                        return Needs.nothing();
                    }

                    @Override
                    public void replace(Activations activations) {
                        replace.accept(activations);
                    }

                    @Override
                    public List<Observation> observations() {
                        return observations;
                    }

                    @Override
                    public Map<String, Object> provenance() {
                        return Map.of("made_from", provenance);
                    }
                };
            }
        };
        return PluginBoundary.guard(PLUGIN, "intervention 'x'", InterventionProvider.class, provider)
                .create(null, Contexts.RUN);
    }

    private static BatchActivations shownTo() {
        BatchShape shape = BatchShape.of(1, 2);
        Site site = Site.of("site", "tensor", 2);
        FloatBuffer there = BatchActivations.direct(4).put(0, new float[] {1, 2, 3, 4});
        BatchActivations shown = new BatchActivations(shape, site, BatchActivations.room(site, shape));
        shown.show(
                each -> there,
                new SequenceBatch(shape, 0, List.of()),
                new Mask.Rule(Set.of(), 0, false).of(TokenBatch.of(shape, List.of())),
                DrawKey.of(0, "", 0),
                null);
        return shown;
    }

    @Test
    void whatAnInterventionIsGivenToReadCannotBeWritten() {
        Activations shown = shownTo();
        Intervention tried = intervening(activations -> activations.original().put(0, 7), List.of(), "");
        assertThatThrownBy(() -> tried.replace(shown))
                .isInstanceOf(PluginDefect.class)
                .hasMessageStartingWith("plugin 'tried' (tried.jar) failed in Intervention.replace of intervention 'x'")
                .hasCauseInstanceOf(ReadOnlyBufferException.class);
        assertThat(shown.original().get(0)).isEqualTo(1);
    }

    @Test
    void whereAnInterventionLeavesItsBufferIsItsOwnAffair() {
        Activations shown = shownTo();
        intervening(
                        activations -> {
                            FloatBuffer replaced = activations.replaced();
                            while (replaced.hasRemaining()) {
                                replaced.put(5);
                            }
                        },
                        List.of(),
                        "")
                .replace(shown);
        assertThat(shown.replaced().position()).isZero();
        assertThat(shown.replaced().get(3)).isEqualTo(5);
    }

    @Test
    void observationsHaveNamesAndProvenanceIsJson() {
        assertThatThrownBy(() -> intervening(shown -> {}, List.of(Observation.of("L0", "", "tried")), ""))
                .hasMessageContaining("its observation is named 'L0', but a name has lower-case letters");
        assertThat(intervening(shown -> {}, List.of(), List.of(1, 2.5, true, "x", Map.of("a", 7L)))
                        .provenance())
                .hasSize(1);
        Map<Object, String> wrong = Map.of(
                Thread.State.NEW,
                "provenance().made_from is NEW, a java.lang.Thread$State; expected what JSON has: text, finite"
                        + " numbers, true and false, and lists and maps of these",
                Double.NaN,
                "provenance().made_from is NaN, a java.lang.Double; expected what JSON has",
                Map.of(1, 2),
                "provenance().made_from has the key 1, which is no text");
        wrong.forEach((value, sentence) -> assertThatThrownBy(
                        () -> intervening(shown -> {}, List.of(), value).provenance())
                .isInstanceOf(PluginDefect.class)
                .hasMessageContaining(sentence));
    }

    @Test
    void provenanceThatHoldsItselfIsNamed() {
        List<Object> twice = List.of(1);
        assertThat(intervening(shown -> {}, List.of(), List.of(twice, twice)).provenance())
                .hasSize(1);
        Map<String, Object> holdsItself = new HashMap<>();
        holdsItself.put("again", List.of(holdsItself));
        assertThatThrownBy(
                        () -> intervening(shown -> {}, List.of(), holdsItself).provenance())
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in Intervention.provenance of intervention 'x':"
                        + " provenance().made_from.again is a map or list that holds itself, which JSON has not; give what"
                        + " it holds instead");
    }

    @Test
    void provenanceThatFailsWhenItIsReadIsNamed() {
        Map<String, Object> failing = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new IllegalStateException("no entries");
            }
        };
        assertThatThrownBy(() -> intervening(shown -> {}, List.of(), failing).provenance())
                .isInstanceOf(PluginDefect.class)
                .hasMessageEndingWith(
                        "Intervention.provenance of intervention 'x': java.lang.IllegalStateException: no entries");
    }
}
