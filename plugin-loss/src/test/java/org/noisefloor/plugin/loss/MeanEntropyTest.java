package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

class MeanEntropyTest implements MetricContract<NoOptions> {
    private static final float NONE = Float.NEGATIVE_INFINITY;

    @Override
    public MetricProvider<NoOptions> provider() {
        return new MeanEntropy();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }

    static Stream<GoldenPair> pairs() {
        return GoldenPairs.all();
    }

    @Test
    void isLogVForAUniformDistribution() {
        assertThat(entropy(new float[1000])).isCloseTo(Math.log(1000), within(1e-12));
    }

    @Test
    void isThatOfACoin() {
        assertThat(entropy(new float[] {(float) Math.log(0.25), (float) Math.log(0.75)}))
                .isCloseTo(-0.25 * Math.log(0.25) - 0.75 * Math.log(0.75), within(1e-7));
    }

    @Test
    void aForbiddenTokenAddsNothing() {
        assertThat(entropy(new float[] {0, NONE, 0, NONE})).isCloseTo(Math.log(2), within(1e-15));
        assertThat(entropy(new float[] {5, NONE})).isZero();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void isTheTextbookSumOnTheGoldenPairs(GoldenPair pair) {
        Comparison c = pair.comparison();
        double expected = 0;
        for (int v = 0; v < c.vocabulary(); v++) {
            double p = Math.exp(c.logProbOriginal(v));
            expected += p > 0 ? -p * Math.log(p) : 0;
        }
        assertThat(entropy(pair.original())).isCloseTo(expected, within(1e-12));
    }

    @Property(tries = 50)
    void liesBetweenZeroAndLogV(@ForAll long seed) {
        for (Comparison c : Scores.random(seed)) {
            assertThat(entropy(c.original())).isBetween(0.0, Math.log(c.vocabulary()) + 1e-12);
        }
    }

    private double entropy(float[] logits) {
        return Scores.at(provider().create(metricOptions(), context()), Comparisons.of(logits, logits.clone(), 0))[0];
    }
}
