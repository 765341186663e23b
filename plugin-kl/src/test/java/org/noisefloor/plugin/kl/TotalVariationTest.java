package org.noisefloor.plugin.kl;

import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.metric.MetricContract;

class TotalVariationTest implements MetricContract<TailOptions> {
    @Override
    public MetricProvider<TailOptions> provider() {
        return new TotalVariation();
    }

    @Override
    public TailOptions metricOptions() {
        return new TailOptions(1e-4);
    }

    @Override
    public double tolerance() {
        return 1e-6; // float32 lanes
    }
}
