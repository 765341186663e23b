package org.noisefloor.testkit.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.Surroundings;
import org.noisefloor.testkit.TestContext;

/**
 * What the host relies on in every metric. A test class implements this interface and inherits all its cases:
 *
 * <pre>{@code
 * class MyMetricTest implements MetricContract<MyOptions> {
 *     public MetricProvider<MyOptions> provider() {
 *         return new MyMetric();
 *     }
 *
 *     public MyOptions metricOptions() {
 *         return new MyOptions(0.1);
 *     }
 * }
 * }</pre>
 */
public interface MetricContract<O extends Record> extends ProviderContract {

    @Override
    MetricProvider<O> provider();

    /** Options under which the metric is tested. */
    O metricOptions();

    /** What the metric is told. Positions have activations of this site's width, and no more tokens than its vocabulary. */
    default RunContext context() {
        return TestContext.ofWidth(8);
    }

    /**
     * The largest error of a figure, relative where the figure is above 1, when something changes that should not matter: a constant
     * is added to all logits of one side; or, for a figure of the original, the splice is another one.
     */
    default double tolerance() {
        return 1e-9;
    }

    @Test
    default void columnsHaveValidUniqueNames() {
        List<String> names = create().columns().stream().map(Column::name).toList();
        assertThat(names).isNotEmpty().doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
    }

    @Test
    default void figuresHaveValidUniqueNames() {
        List<Figure> figures = create().figures();
        assertThat(figures.stream().flatMap(f -> Stream.concat(Stream.of(f.name()), f.recovered().stream())))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
    }

    @Test
    default void figuresSayInOneLineWhatTheyAreAndInWhatUnit() {
        assertThat(create().figures()).allSatisfy(figure -> {
            assertThat(figure.doc())
                    .as("what %s is", figure.name())
                    .isNotBlank()
                    .doesNotContain("\n")
                    .doesNotEndWith(".");
            assertThat(figure.unit())
                    .as("unit of %s", figure.name())
                    .isEqualTo(figure.unit().strip())
                    .doesNotContain("\n");
        });
    }

    @Test
    default void columnsAndFiguresAreTheSameAtEveryCall() {
        Metric metric = create();
        assertThat(metric.columns()).isEqualTo(metric.columns()).isEqualTo(create().columns());
        assertThat(descriptions(metric)).isEqualTo(descriptions(metric)).isEqualTo(descriptions(create()));
        assertThat(metric.positions()).isEqualTo(metric.positions()).isEqualTo(create().positions());
    }

    @Test
    default void everyFigureReadsColumnsThatThereAre() {
        Metric metric = create();
        List<String> columns = metric.columns().stream().map(Column::name).toList();
        assertThat(metric.figures())
                .allSatisfy(figure -> assertThat(columns)
                        .as("columns, of which %s reads some", figure.name())
                        .containsAll(figure.reads()));
    }

    /** Also where the formula looks at one column to decide whether it reads another. */
    @Test
    default void everyFigureReadsNoOtherColumnsThanItSays() {
        Metric metric = create();
        for (Figure figure : metric.figures()) {
            for (int seed = 0; seed < 300; seed++) {
                RecordingSums sums = new RecordingSums(seed);
                ask(figure.formula(), sums);
                assertThat(figure.reads())
                        .as("columns that %s says it reads", figure.name())
                        .containsAll(sums.read());
            }
        }
    }

    @Test
    default void everyFigureIsAFunctionOfTheColumns() {
        Metric metric = create();
        ColumnSums sums = sumsOfChanged(metric);
        assertThat(metric.figures())
                .allSatisfy(figure ->
                        assertThat(figure.formula().of(sums)).as(figure.name()).isNotNaN());
    }

    /** A figure is asked for each resample of the documents, and why it has no value where it has none. */
    @Test
    default void everyFormulaAnswersWhatItIsAsked() {
        Metric metric = create();
        ColumnSums sums = sumsOfChanged(metric);
        for (Figure figure : metric.figures()) {
            assertThatCode(() -> figure.formula().suffices(sums, 1))
                    .as("%s, asked whether sums suffice", figure.name())
                    .doesNotThrowAnyException();
            assertThat(figure.formula().whyUndefined(sums, 1))
                    .as("why %s would be undefined", figure.name())
                    .isNotBlank()
                    .doesNotContain("\n");
        }
    }

    @Test
    default void everyFormulaGivesTheSameAgain() {
        Metric metric = create();
        ColumnSums sums = sumsOfChanged(metric);
        for (Figure figure : metric.figures()) {
            assertThat(figure.formula().of(sums))
                    .as("%s of the same sums", figure.name())
                    .isEqualTo(figure.formula().of(sums));
        }
    }

    private ColumnSums sumsOfChanged(Metric metric) {
        ColumnSums sums = new ColumnSums(metric.columns());
        changed().forEach(c -> sums.add(score(metric, c)));
        return sums;
    }

    @Test
    default void writesEveryValueOfEveryColumn() {
        Metric metric = create();
        Scorer scorer = metric.scorer();
        changed().forEach(c -> {
            double[] out = new double[ColumnSums.width(metric.columns())];
            Arrays.fill(out, Double.NaN);
            scorer.score(c, out);
            assertThat(out).as("values at a position").doesNotContain(Double.NaN);
        });
    }

    @Test
    default void forbiddenTokensNeverGiveNaN() {
        Metric metric = create();
        SamplePositions.withForbiddenTokens(width())
                .forEach(c -> assertThat(score(metric, c))
                        .as(
                                "values with logits of −∞: %s, %s",
                                Arrays.toString(c.original()), Arrays.toString(c.spliced()))
                        .doesNotContain(Double.NaN));
    }

    @Test
    default void divergencesAreNeverNegativeAndZeroWhereNothingChanged() {
        forEachFigure(Figure.Kind.DIVERGENCE, (figure, changed, unchanged) -> {
            assertThat(changed).as(figure).isNotNegative();
            assertThat(unchanged).as("%s of equal logits", figure).isZero();
        });
    }

    @Test
    default void similaritiesAreWithinZeroAndOneAndOneWhereNothingChanged() {
        forEachFigure(Figure.Kind.SIMILARITY, (figure, changed, unchanged) -> {
            assertThat(changed).as(figure).isBetween(0.0, 1.0);
            assertThat(unchanged).as("%s of equal logits", figure).isEqualTo(1.0);
        });
    }

    @Test
    default void differencesAreZeroWhereNothingChanged() {
        forEachFigure(
                Figure.Kind.DIFFERENCE,
                (figure, changed, unchanged) ->
                        assertThat(unchanged).as("%s of equal logits", figure).isZero());
    }

    @Test
    default void aConstantAddedToAllLogitsOfOneSideChangesNothing() {
        Metric metric = create();
        changed().forEach(c -> {
            for (boolean original : new boolean[] {false, true}) {
                Comparison shifted = SamplePositions.shifted(c, original, !original);
                for (Figure figure : metric.figures()) {
                    if (figure.kind() != Figure.Kind.LEVEL) {
                        assertTheSame(
                                figure(metric, figure, shifted),
                                figure(metric, figure, c),
                                figure.name() + " with the " + (original ? "original" : "spliced") + " logits shifted");
                    }
                }
            }
        });
    }

    /** Where every token is allowed. */
    @Test
    default void aFigureOfTheOriginalIsTheSameWhateverTheSplice() {
        Metric metric = create();
        List<Comparison> changed = changed().toList();
        List<Comparison> unchanged = unchanged().toList();
        for (Figure figure : metric.figures()) {
            for (int i = 0; figure.subject() == Figure.Subject.ORIGINAL && i < changed.size(); i++) {
                assertTheSame(
                        figure(metric, figure, changed.get(i)),
                        figure(metric, figure, unchanged.get(i)),
                        figure.name() + ", of the original, with another splice");
            }
        }
    }

    /** But for rounding; an undefined figure is to stay undefined. */
    private void assertTheSame(double figure, double expected, String what) {
        double size = Double.isNaN(expected) ? 1 : Math.max(1, Math.abs(expected));
        assertThat(figure).as(what).isCloseTo(expected, within(tolerance() * size));
    }

    @Test
    default void theSameInputGivesTheSameBitsAgain() {
        Metric metric = create();
        Scorer scorer = metric.scorer();
        List<double[]> first = changed().map(c -> score(metric, scorer, c)).toList();
        List<double[]> again = changed().map(c -> score(metric, scorer, c)).toList();
        assertThat(again).containsExactlyElementsOf(first);
    }

    @Test
    default void whatCameBeforeDoesNotMatter() {
        Metric metric = create();
        Scorer scorer = metric.scorer();
        changed().forEach(c -> {
            double[] used = score(metric, scorer, c);
            assertThat(used).isEqualTo(score(create(), c));
        });
    }

    /** Each thread has a scorer of its own, of one and the same metric. */
    @Test
    default void scorersShareNoState() {
        Metric metric = create();
        Scorer one = metric.scorer();
        Scorer other = metric.scorer();
        List<Comparison> positions = changed().toList();
        for (int i = 0; i < positions.size(); i++) {
            double[] before = score(metric, one, positions.get(i));
            score(metric, other, positions.get(positions.size() - 1 - i));
            assertThat(score(metric, one, positions.get(i))).isEqualTo(before);
        }
    }

    @Test
    default void leavesLogitsAndActivationsAsTheyWere() {
        Metric metric = create();
        changed().forEach(c -> {
            List<float[]> before = Stream.of(c.original(), c.spliced(), c.activation(), c.replacement())
                    .map(float[]::clone)
                    .toList();
            double[] batchMean = c.batchMean().clone();
            score(metric, c);
            assertThat(List.of(c.original(), c.spliced(), c.activation(), c.replacement()))
                    .containsExactlyElementsOf(before);
            assertThat(c.batchMean()).isEqualTo(batchMean);
        });
    }

    @Test
    default void whatStandsBeyondTheVocabularyDoesNotMatter() {
        Metric metric = create();
        changed().forEach(c -> {
            double[] expected = score(metric, c);
            assertThat(score(metric, SamplePositions.padded(c, 1e6f))).isEqualTo(expected);
            assertThat(score(metric, SamplePositions.padded(c, Float.NaN))).isEqualTo(expected);
        });
    }

    /** Float32 lanes may treat the target with more care than others, hence the tolerance. */
    @Test
    default void aMetricOfPredictionsNeedsNoTarget() {
        Metric metric = create();
        if (metric.positions() != Metric.Positions.PREDICTED) {
            return;
        }
        changed().forEach(c -> {
            double[] without = score(metric, SamplePositions.withoutTarget(c));
            double[] with = score(metric, c);
            for (int i = 0; i < with.length; i++) {
                assertThat(without[i])
                        .as("value %d where no token follows", i)
                        .isCloseTo(with[i], within(1e-5 * Math.max(1e-6, Math.abs(with[i]))));
            }
        });
    }

    /** What a position handed out is gone with the next one. */
    @Test
    default void looksAtAPositionDuringItsCallOnly() {
        AsInARun.duringTheCallOnly(lookers(), changed().toList());
    }

    /** The host shows one position after the other in the same arrays. */
    @Test
    default void takesNoArrayForThePositionThatStoodInIt() {
        AsInARun.inTheSameArrays(lookers(), changed().toList());
    }

    /** One for each thread, and they work at the same time. */
    @Test
    default void aScorerIsNotDisturbedByAnotherOne() {
        AsInARun.atTheSameTime(lookers(), changed().toList());
    }

    @Test
    default void worksInAnotherThreadThanTheOneThatMadeIt() {
        AsInARun.inAnotherThread(lookers(), changed().toList());
    }

    @Test
    default void closingOneScorerLeavesTheOthers() {
        AsInARun.closed(lookers(), changed().toList());
    }

    @Test
    default void leavesTheProcessAsItIs() {
        Metric metric = create();
        assertThat(Surroundings.changedBy(() -> changed().forEach(c -> score(metric, c))))
                .as("what it changes that a process has one of")
                .isEmpty();
    }

    /** Hundreds of positions of one scorer, far into their sequences. */
    @Test
    default void holdsFarIntoASequenceAsWell() {
        Metric metric = create();
        Scorer scorer = metric.scorer();
        SamplePositions.far(width()).forEach(c -> {
            double[] values = score(metric, scorer, c);
            assertThat(values).as("values at position %d", c.position()).doesNotContain(Double.NaN);
            ColumnSums sums = new ColumnSums(metric.columns());
            sums.add(values);
            for (Figure figure : metric.figures()) {
                double value = figure.formula().of(sums);
                switch (figure.kind()) {
                    case DIVERGENCE ->
                        assertThat(value)
                                .as("%s at position %d", figure.name(), c.position())
                                .isNotNegative();
                    case SIMILARITY ->
                        assertThat(value)
                                .as("%s at position %d", figure.name(), c.position())
                                .isBetween(0.0, 1.0);
                    default -> {}
                }
            }
        });
    }

    @Test
    default void aShareRecoveredIsOfADivergenceOrADifference() {
        assertThat(create().figures().stream()
                        .filter(figure -> figure.recovered().isPresent())
                        .filter(figure ->
                                figure.kind() != Figure.Kind.DIVERGENCE && figure.kind() != Figure.Kind.DIFFERENCE)
                        .map(Figure::name))
                .as("figures with recoveredAs that do not grow with damage")
                .isEmpty();
    }

    /** It changes with the batch size, and a reader of the report has to know. */
    @Test
    default void aFigureOfTheMeanOfTheBatchSaysSo() {
        Metric metric = create();
        changed().forEach(c -> {
            double[] elsewhere = new double[width()];
            Arrays.fill(elsewhere, 0.5);
            Comparison other = Comparisons.like(c).batchMean(elsewhere).build();
            for (Figure figure : metric.figures()) {
                if (Double.compare(figure(metric, figure, c), figure(metric, figure, other)) != 0) {
                    assertThat(figure.doc())
                            .as("what %s says of itself, which changes with batchMean", figure.name())
                            .contains("batch");
                }
            }
        });
    }

    private Supplier<AsInARun.Looker> lookers() {
        Metric metric = create();
        int width = ColumnSums.width(metric.columns());
        return () -> AsInARun.looker(metric.scorer(), width);
    }

    private Metric create() {
        return provider().create(metricOptions(), context());
    }

    private int width() {
        return context().site().width();
    }

    private Stream<Comparison> changed() {
        return SamplePositions.changed(width());
    }

    private Stream<Comparison> unchanged() {
        return SamplePositions.unchanged(width());
    }

    private static double[] score(Metric metric, Comparison comparison) {
        return score(metric, metric.scorer(), comparison);
    }

    private static double[] score(Metric metric, Scorer scorer, Comparison comparison) {
        double[] out = new double[ColumnSums.width(metric.columns())];
        scorer.score(comparison, out);
        return out;
    }

    private static double figure(Metric metric, Figure figure, Comparison comparison) {
        ColumnSums sums = new ColumnSums(metric.columns());
        sums.add(score(metric, comparison));
        return figure.formula().of(sums);
    }

    /** Sums that no positions can have may upset a formula: what it read before that counts all the same. */
    private static void ask(Figure.Formula formula, RecordingSums sums) {
        List<Runnable> questions =
                List.of(() -> formula.of(sums), () -> formula.suffices(sums, 2), () -> formula.whyUndefined(sums, 2));
        for (Runnable question : questions) {
            try {
                question.run();
            } catch (RuntimeException ignored) {
                // what it read until then is noted
            }
        }
    }

    private static List<List<Object>> descriptions(Metric metric) {
        return metric.figures().stream()
                .map(f -> List.<Object>of(
                        f.name(),
                        f.unit(),
                        f.kind(),
                        f.subject(),
                        f.reads(),
                        f.hasDirection(),
                        f.isByBatchForPeers(),
                        f.recovered(),
                        f.doc()))
                .toList();
    }

    private void forEachFigure(Figure.Kind kind, FigureCheck check) {
        Metric metric = create();
        List<Comparison> changed = changed().toList();
        List<Comparison> unchanged = unchanged().toList();
        for (Figure figure : metric.figures()) {
            for (int i = 0; figure.kind() == kind && i < changed.size(); i++) {
                check.accept(
                        figure.name(),
                        figure(metric, figure, changed.get(i)),
                        figure(metric, figure, unchanged.get(i)));
            }
        }
    }
}
