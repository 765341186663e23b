package org.example.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.MetricContract;

/** The contract that every metric must hold to, and values that can be worked out by hand. */
class SkewDivergenceTest implements MetricContract<SkewDivergence.Options> {
    @Override
    public MetricProvider<SkewDivergence.Options> provider() {
        return new SkewDivergence();
    }

    @Override
    public SkewDivergence.Options metricOptions() {
        return new SkewDivergence.Options(0.5);
    }

    @Test
    void isWorkedOutByHandForTwoTokens() {
        float[] half = {0, 0}; // p = (1/2, 1/2)
        float[] fifth = {0, (float) Math.log(4)}; // q = (1/5, 4/5)
        double expected = 0.5 * Math.log(0.5 / 0.35) + 0.5 * Math.log(0.5 / 0.65);
        assertThat(skew(half, fifth)).isCloseTo(expected, within(1e-7));
    }

    @Test
    void isBoundedWhereNoTokenIsPossibleUnderBoth() {
        float none = Float.NEGATIVE_INFINITY;
        assertThat(skew(new float[] {1, 2, none}, new float[] {none, none, 3})).isCloseTo(Math.log(2), within(1e-7));
    }

    @Test
    void sendsWhoeverWantsKlToKl() {
        assertThatThrownBy(() -> new SkewDivergence.Options(1)).hasMessageContaining("use that metric");
    }

    private double skew(float[] original, float[] spliced) {
        double[] out = new double[1 + Decades.COUNT];
        provider().create(metricOptions(), context()).scorer().score(Comparisons.of(original, spliced, 0), out);
        return out[0];
    }
}
