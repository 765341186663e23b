package org.example.tv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.MetricContract;

/** The contract that every metric must hold to, and two values that can be worked out by hand. */
class TotalVariationTest implements MetricContract<NoOptions> {
    @Override
    public MetricProvider<NoOptions> provider() {
        return new TotalVariation();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }

    @Test
    void isTheDifferenceInTheProbabilityOfOneOfTwoTokens() {
        float[] half = {0, 0}; // p = (1/2, 1/2)
        float[] fifth = {0, (float) Math.log(4)}; // q = (1/5, 4/5)
        assertThat(tv(half, fifth)).isCloseTo(0.3, within(1e-7));
    }

    @Test
    void isOneWhereNoTokenIsPossibleUnderBoth() {
        float none = Float.NEGATIVE_INFINITY;
        assertThat(tv(new float[] {1, 2, none}, new float[] {none, none, 3})).isCloseTo(1, within(1e-12));
    }

    private double tv(float[] original, float[] spliced) {
        double[] out = new double[1];
        provider().create(metricOptions(), site()).score(Comparisons.of(original, spliced, 0), out);
        return out[0];
    }
}
