package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.GoldenPair;
import org.noisefloor.testkit.metric.GoldenPairs;
import org.noisefloor.testkit.metric.MetricContract;

class LossTest implements MetricContract<NoOptions> {
    private static final float NONE = Float.NEGATIVE_INFINITY;

    @Override
    public MetricProvider<NoOptions> provider() {
        return new Loss();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }

    static Stream<GoldenPair> pairs() {
        return GoldenPairs.all();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void givesTheGoldenValues(GoldenPair pair) {
        double[] actual = score(pair.comparison());
        String[] names = {"ce", "ce_spliced", "ce_delta"};
        for (int i = 0; i < names.length; i++) {
            assertThat(pair.agrees(names[i], actual[i], 1e-9, 1e-14))
                    .as("%s is %s, expected %s", names[i], actual[i], pair.expected(names[i]))
                    .isTrue();
        }
    }

    @Test
    void aUniformOriginalLosesLogV() {
        float[] uniform = new float[1000];
        double[] actual = score(Comparisons.of(uniform, uniform.clone(), 7));
        assertThat(actual).containsExactly(new double[] {Math.log(1000), Math.log(1000), 0, 0}, within(1e-14));
    }

    @Test
    void isRightWhereSoftmaxRoundsToZero() {
        float[] peaked = {2000, 0};
        assertThat(score(Comparisons.of(peaked, new float[] {0, 0}, 1)))
                .containsExactly(new double[] {2000, Math.log(2), Math.log(2) - 2000, 0}, within(1e-12));
    }

    @Test
    void theDeltaOfAPureShiftIsRoundingAlone() {
        float[] original = {0.5f, -1, 2};
        float[] shifted = {1024.5f, 1023, 1026};
        assertThat(score(Comparisons.of(original, shifted, 1))[2]).isCloseTo(0, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1e-4, 1e-2, 1})
    void theDeltaIsPreciseAtARealVocabulary(double change) {
        Random random = new Random(5);
        float[] original = new float[50_257];
        float[] spliced = new float[original.length];
        for (int v = 0; v < original.length; v++) {
            original[v] = (float) (3 * random.nextGaussian() - 20);
            spliced[v] = (float) (original[v] + change * random.nextGaussian());
        }
        for (int correct : new int[] {0, 17, 50_256}) {
            Comparison c = Comparisons.of(original, spliced, correct);
            assertThat(score(c)[2]).isCloseTo(preciseDelta(c), within(1e-13));
        }
    }

    @Test
    void aForbiddenCorrectTokenLosesEverything() {
        float[] open = {1, 0.5f, 0};
        float[] forbidden = {NONE, 0.5f, 0};
        assertThat(score(Comparisons.of(open, forbidden, 0))[2]).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(score(Comparisons.of(forbidden, open, 0))[2]).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(score(Comparisons.of(forbidden, forbidden.clone(), 0)))
                .containsExactly(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 1);
    }

    @Test
    void reportsMeansAndPerplexitiesOfMeans() {
        Map<String, Double> sums = Map.of(
                "ce",
                2 * Math.log(8),
                "ce_spliced",
                2 * Math.log(32),
                "ce_delta",
                2 * Math.log(4),
                "target_forbidden",
                0.0);
        Map<String, Double> figures = metric().figures().stream()
                .collect(Collectors.toMap(Figure::name, f -> f.formula().of(new TwoPositions(sums))));
        assertThat(figures).hasSize(6);
        assertThat(figures.get("ce")).isEqualTo(Math.log(8));
        assertThat(figures.get("ce_delta")).isEqualTo(Math.log(4));
        assertThat(figures.get("perplexity")).isCloseTo(8, within(1e-12));
        assertThat(figures.get("perplexity_spliced")).isCloseTo(32, within(1e-12));
    }

    @Test
    void whatBothForbidIsCountedAndInNoMeanOfTheDelta() {
        float[] open = {1, 0};
        float[] changed = {0, 0};
        float[] forbidden = {NONE, 0};
        List<Comparison> positions = List.of(
                Comparisons.of(open, changed, 0),
                Comparisons.of(forbidden, forbidden.clone(), 0),
                Comparisons.of(open, changed, 1));
        Map<String, Double> figures = Scores.figures(metric(), positions);
        double expected = score(positions.get(0))[2] + score(positions.get(2))[2];
        assertThat(figures.get("ce_delta")).isEqualTo(expected / 2);
        assertThat(figures).containsEntry("target_forbidden", 1.0 / 3);
        assertThat(figures).containsEntry("ce", Double.POSITIVE_INFINITY);
        assertThat(figures).containsEntry("ce_spliced", Double.POSITIVE_INFINITY);
    }

    @Test
    void anUndefinedRiseSaysWhy() {
        float[] open = {1, 0};
        float[] forbidden = {NONE, 0};
        Comparison both = Comparisons.of(forbidden, forbidden.clone(), 0);
        assertThat(why("ce_delta", List.of(both, both)))
                .isEqualTo("both models forbid the correct token at all of these positions");
        assertThat(why("ce_delta", List.of(Comparisons.of(open, forbidden, 0), Comparisons.of(forbidden, open, 0))))
                .startsWith("∞ − ∞: the splice forbids the correct token at some of these positions");
    }

    @Test
    void aPerplexityBeyondTheLargestNumberIsAnOverflowAndNotInfinite() {
        List<Comparison> improbable = List.of(Comparisons.of(new float[] {812, 0}, new float[] {0, 0}, 1));
        assertThat(Scores.figures(metric(), improbable))
                .containsEntry("ce", 812.0)
                .containsEntry("perplexity", Double.NaN)
                .containsEntry("perplexity_spliced", 2.0);
        assertThat(why("perplexity", improbable))
                .isEqualTo("overflow: exp of a mean of 812 nats is beyond the largest number");
        List<Comparison> forbidden = List.of(Comparisons.of(new float[] {0, NONE}, new float[] {0, 0}, 1));
        assertThat(Scores.figures(metric(), forbidden)).containsEntry("perplexity", Double.POSITIVE_INFINITY);
    }

    private String why(String figure, List<Comparison> positions) {
        Sums sums = Scores.sums(metric(), positions);
        Figure.Formula formula = metric().figures().stream()
                .filter(each -> each.name().equals(figure))
                .findFirst()
                .orElseThrow()
                .formula();
        assertThat(formula.of(sums)).isNaN();
        return formula.whyUndefined(sums, 1);
    }

    @Test
    void lossRecoveredIsOfTheDelta() {
        assertThat(metric().figures().stream()
                        .filter(f -> f.recovered().equals(Optional.of("loss_recovered")))
                        .map(Figure::name))
                .containsExactly("ce_delta");
    }

    /** −(u_y − log1p(Σ p (e^u − 1))), u relative to the first token, with compensated sums. */
    private static double preciseDelta(Comparison c) {
        double[] partition = new double[2];
        double[] moved = new double[2];
        double anchor = (double) c.spliced()[0] - c.original()[0];
        for (int v = 0; v < c.vocabulary(); v++) {
            double weight = StrictMath.exp((double) c.original()[v] - c.original()[c.top1Original()]);
            add(partition, weight);
            add(moved, weight * StrictMath.expm1((double) c.spliced()[v] - c.original()[v] - anchor));
        }
        double ofCorrect = (double) c.spliced()[c.target()] - c.original()[c.target()] - anchor;
        return StrictMath.log1p((moved[0] + moved[1]) / (partition[0] + partition[1])) - ofCorrect;
    }

    /** Neumaier's sum: [0] the sum, [1] what rounding took from it. */
    private static void add(double[] sum, double value) {
        double next = sum[0] + value;
        sum[1] += Math.abs(sum[0]) >= Math.abs(value) ? (sum[0] - next) + value : (value - next) + sum[0];
        sum[0] = next;
    }

    private Metric metric() {
        return provider().create(metricOptions(), context());
    }

    private double[] score(Comparison c) {
        double[] out = new double[4];
        metric().scorer().score(c, out);
        return out;
    }

    private record TwoPositions(Map<String, Double> values) implements Sums {
        @Override
        public double count() {
            return 2;
        }

        @Override
        public double sum(String column) {
            return values.get(column);
        }

        @Override
        public double sum(String column, int component) {
            throw new UnsupportedOperationException(column);
        }
    }
}
