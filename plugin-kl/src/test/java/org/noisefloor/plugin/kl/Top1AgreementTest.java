package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.MetricContract;

class Top1AgreementTest implements MetricContract<NoOptions> {
    @Override
    public MetricProvider<NoOptions> provider() {
        return new Top1Agreement();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }

    @Test
    void aForbiddenTokenIsNoFavourite() {
        float none = Float.NEGATIVE_INFINITY;
        float[] last = {none, none, -5_000};
        double[] out = new double[1];
        Metric metric = provider().create(metricOptions(), context());
        metric.scorer().score(Comparisons.of(last, new float[] {none, 3, 4}, 0), out);
        assertThat(out).containsExactly(1);
        metric.scorer().score(Comparisons.of(last, new float[] {none, 3, none}, 0), out);
        assertThat(out).containsExactly(0);
    }
}
