package org.example.triangular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.MetricContract;

/** The contract that every metric must hold to, and two values that can be worked out by hand. */
class TriangularTest implements MetricContract<NoOptions> {
    @Override
    public MetricProvider<NoOptions> provider() {
        return new Triangular();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }

    @Test
    void isWorkedOutByHandForTwoTokens() {
        float[] half = {0, 0}; // p = (1/2, 1/2)
        float[] fifth = {0, (float) Math.log(4)}; // q = (1/5, 4/5)
        assertThat(triangular(half, fifth)).isCloseTo(0.09 / 0.7 + 0.09 / 1.3, within(1e-7));
    }

    @Test
    void isTwoWhereNoTokenIsPossibleUnderBoth() {
        float none = Float.NEGATIVE_INFINITY;
        assertThat(triangular(new float[] {1, 2, none}, new float[] {none, none, 3})).isCloseTo(2, within(1e-12));
    }

    private double triangular(float[] original, float[] spliced) {
        double[] out = new double[1 + Decades.COUNT];
        provider().create(metricOptions(), context()).scorer().score(Comparisons.of(original, spliced, 0), out);
        return out[0];
    }
}
