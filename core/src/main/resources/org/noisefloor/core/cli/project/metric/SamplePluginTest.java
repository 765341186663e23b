package org.example.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.MetricContract;

/** The contract that every metric must hold to, and a value that can be worked out by hand. */
class SamplePluginTest implements MetricContract<SamplePlugin.Options> {
    @Override
    public MetricProvider<SamplePlugin.Options> provider() {
        return new SamplePlugin();
    }

    @Override
    public SamplePlugin.Options metricOptions() {
        return new SamplePlugin.Options(0);
    }

    @Test
    void isWorkedOutByHandForTwoTokens() {
        float[] half = {0, 0}; // p = (1/2, 1/2)
        float[] fifth = {0, (float) Math.log(4)}; // q = (1/5, 4/5)
        double[] out = new double[2];
        provider().create(metricOptions(), context()).scorer().score(Comparisons.of(half, fifth, 0), out);
        assertThat(out[0]).isCloseTo(0.3, within(1e-7));
        assertThat(out[1]).isCloseTo(0.09, within(1e-7));
    }
}
