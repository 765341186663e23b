package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.MetricContract;

class KlSplitTest implements MetricContract<NoOptions> {
    @Override
    public MetricProvider<NoOptions> provider() {
        return new KlSplit();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }

    @Override
    public double tolerance() {
        return 1e-6; // float32 lanes
    }

    @Test
    void aCorrectTokenThatBothForbidHasNoPart() {
        float none = Float.NEGATIVE_INFINITY;
        Metric metric = provider().create(metricOptions(), context());
        double[] out = new double[4];
        metric.scorer().score(Comparisons.of(new float[] {none, 1, 0}, new float[] {none, 0, 1}, 0), out);
        assertThat(out[0]).isZero();
        assertThat(out[1]).isCloseTo(Math.tanh(0.5), within(1e-15));
    }
}
