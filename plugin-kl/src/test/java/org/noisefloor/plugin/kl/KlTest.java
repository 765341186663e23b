package org.noisefloor.plugin.kl;

import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.metric.MetricContract;

class KlTest implements MetricContract<KlOptions> {
    @Override
    public MetricProvider<KlOptions> provider() {
        return new Kl();
    }

    @Override
    public KlOptions metricOptions() {
        return new KlOptions(1e-4, true);
    }

    @Override
    public double tolerance() {
        return 1e-6; // float32 lanes
    }
}
