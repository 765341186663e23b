package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.GoldenPair;
import org.noisefloor.testkit.metric.GoldenPairs;
import org.noisefloor.testkit.metric.MetricContract;

class DeltaPTest implements MetricContract<NoOptions> {
    private static final float NONE = Float.NEGATIVE_INFINITY;

    @Override
    public MetricProvider<NoOptions> provider() {
        return new DeltaP();
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
        double actual = change(pair.comparison());
        assertThat(pair.agrees("delta_p", actual, 1e-9, 1e-14))
                .as("delta_p is %s, expected %s", actual, pair.expected("delta_p"))
                .isTrue();
    }

    @Test
    void isTheMeanAndTheRootMeanSquareOfTheChange() {
        Map<String, Double> figures = Scores.figures(
                provider().create(metricOptions(), context()),
                List.of(
                        Scores.of(new double[] {0.5, 0.5}, new double[] {0.8, 0.2}, 0),
                        Scores.of(new double[] {0.5, 0.5}, new double[] {0.6, 0.4}, 1)));
        assertThat(figures.get("delta_p")).isCloseTo((0.3 - 0.1) / 2, within(1e-7));
        assertThat(figures.get("delta_p_rms")).isCloseTo(Math.sqrt((0.09 + 0.01) / 2), within(1e-7));
    }

    /** One unit in the last place of one logit: q_y − p_y = p_y (1 − p_y) u, to first order. */
    @Test
    void keepsTheDigitsOfATinyChange() {
        float[] original = {1, 1};
        float[] spliced = {Math.nextUp(1f), 1};
        double ulp = Math.ulp(1f);
        assertThat(change(Comparisons.of(original, spliced, 0))).isCloseTo(ulp / 4, within(1e-9 * ulp));
        assertThat(change(Comparisons.of(original, spliced, 1))).isCloseTo(-ulp / 4, within(1e-9 * ulp));
    }

    @Test
    void aTokenThatOneSideForbidsLosesOrGainsAll() {
        float[] open = {0, 0};
        float[] forbidden = {NONE, 0};
        assertThat(change(Comparisons.of(open, forbidden, 0))).isEqualTo(-0.5);
        assertThat(change(Comparisons.of(forbidden, open, 0))).isEqualTo(0.5);
        assertThat(change(Comparisons.of(forbidden, forbidden.clone(), 0))).isZero();
    }

    @Test
    void doesNotOverflowWhereTheOriginalUnderflows() {
        assertThat(change(Comparisons.of(new float[] {-2000, 0}, new float[] {2000, 0}, 0)))
                .isEqualTo(1);
    }

    @Property(tries = 50)
    void isBoundedAndSumsToZeroOverTheTokens(@ForAll long seed) {
        for (Comparison c : Scores.random(seed)) {
            double sum = 0;
            for (int y = 0; y < c.vocabulary(); y++) {
                double change = change(Comparisons.of(c.original(), c.spliced(), y));
                assertThat(change).isBetween(-1.0, 1.0);
                sum += change;
            }
            assertThat(sum).isCloseTo(0, within(1e-14));
        }
    }

    private double change(Comparison c) {
        return Scores.at(provider().create(metricOptions(), context()), c)[0];
    }
}
