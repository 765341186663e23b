package org.noisefloor.testkit.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Column;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.Site;

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

    /** The site whose activations the metric is shown. */
    default Site site() {
        return new Site("blocks.0.hook_resid_post", "residual", 8);
    }

    /** The largest error of a figure, relative where the figure is above 1, when a constant is added to all logits of one side. */
    default double shiftTolerance() {
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
        assertThat(figures)
                .allSatisfy(figure -> assertThat(figure.doc())
                        .as("what %s is", figure.name())
                        .isNotBlank()
                        .doesNotContain("\n"));
    }

    @Test
    default void instancesHaveTheSameColumnsAndFigures() {
        assertThat(create().columns()).isEqualTo(create().columns());
        assertThat(names(create())).isEqualTo(names(create()));
    }

    @Test
    default void everyFigureIsAFunctionOfTheColumns() {
        Metric metric = create();
        ColumnSums sums = new ColumnSums(metric.columns());
        SamplePositions.changed(site().width()).forEach(c -> sums.add(score(metric, c)));
        assertThat(metric.figures())
                .allSatisfy(figure ->
                        assertThat(figure.formula().of(sums)).as(figure.name()).isNotNaN());
    }

    @Test
    default void writesEveryValueOfEveryColumn() {
        Metric metric = create();
        SamplePositions.changed(site().width()).forEach(c -> {
            double[] out = new double[ColumnSums.width(metric.columns())];
            Arrays.fill(out, Double.NaN);
            metric.score(c, out);
            assertThat(out).as("values at a position").doesNotContain(Double.NaN);
        });
    }

    @Test
    default void forbiddenTokensNeverGiveNaN() {
        Metric metric = create();
        SamplePositions.withForbiddenTokens(site().width())
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
        SamplePositions.changed(site().width()).forEach(c -> {
            for (boolean original : new boolean[] {false, true}) {
                Comparison shifted = SamplePositions.shifted(c, original, !original);
                for (Figure figure : metric.figures()) {
                    if (figure.kind() != Figure.Kind.LEVEL) {
                        double expected = figure(metric, figure, c);
                        // an undefined figure is to stay undefined
                        double size = Double.isNaN(expected) ? 1 : Math.max(1, Math.abs(expected));
                        assertThat(figure(metric, figure, shifted))
                                .as("%s with the %s logits shifted", figure.name(), original ? "original" : "spliced")
                                .isCloseTo(expected, within(shiftTolerance() * size));
                    }
                }
            }
        });
    }

    @Test
    default void theSameInputGivesTheSameBitsAgain() {
        Metric metric = create();
        List<double[]> first = SamplePositions.changed(site().width())
                .map(c -> score(metric, c))
                .toList();
        List<double[]> again = SamplePositions.changed(site().width())
                .map(c -> score(metric, c))
                .toList();
        assertThat(again).containsExactlyElementsOf(first);
    }

    @Test
    default void whatCameBeforeDoesNotMatter() {
        Metric metric = create();
        SamplePositions.changed(site().width()).forEach(c -> {
            double[] used = score(metric, c);
            assertThat(used).isEqualTo(score(create(), c));
        });
    }

    @Test
    default void instancesShareNoState() {
        Metric one = create();
        Metric other = create();
        List<Comparison> positions = SamplePositions.changed(site().width()).toList();
        for (int i = 0; i < positions.size(); i++) {
            double[] before = score(one, positions.get(i));
            score(other, positions.get(positions.size() - 1 - i));
            assertThat(score(one, positions.get(i))).isEqualTo(before);
        }
    }

    @Test
    default void leavesLogitsAndActivationsAsTheyWere() {
        Metric metric = create();
        SamplePositions.changed(site().width()).forEach(c -> {
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
        SamplePositions.changed(site().width()).forEach(c -> {
            double[] expected = score(metric, c);
            assertThat(score(metric, SamplePositions.padded(c, 1e6f))).isEqualTo(expected);
            assertThat(score(metric, SamplePositions.padded(c, Float.NaN))).isEqualTo(expected);
        });
    }

    /** Float32 lanes may treat the correct token with more care than others, hence the tolerance. */
    @Test
    default void aMetricOfPredictionsNeedsNoCorrectToken() {
        Metric metric = create();
        if (metric.positions() != Metric.Positions.PREDICTED) {
            return;
        }
        SamplePositions.changed(site().width()).forEach(c -> {
            double[] without = score(metric, SamplePositions.withoutCorrectToken(c));
            double[] with = score(metric, c);
            for (int i = 0; i < with.length; i++) {
                assertThat(without[i])
                        .as("value %d where no token follows", i)
                        .isCloseTo(with[i], within(1e-5 * Math.max(1e-6, Math.abs(with[i]))));
            }
        });
    }

    private Metric create() {
        return provider().create(metricOptions(), site());
    }

    private static double[] score(Metric metric, Comparison comparison) {
        double[] out = new double[ColumnSums.width(metric.columns())];
        metric.score(comparison, out);
        return out;
    }

    private static double figure(Metric metric, Figure figure, Comparison comparison) {
        ColumnSums sums = new ColumnSums(metric.columns());
        sums.add(score(metric, comparison));
        return figure.formula().of(sums);
    }

    private static List<String> names(Metric metric) {
        return metric.figures().stream().map(Figure::name).toList();
    }

    private void forEachFigure(Figure.Kind kind, FigureCheck check) {
        Metric metric = create();
        List<Comparison> changed = SamplePositions.changed(site().width()).toList();
        List<Comparison> unchanged = SamplePositions.unchanged(site().width()).toList();
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
