package org.noisefloor.plugin.kl;

import org.noisefloor.api.MetricProvider;
import org.noisefloor.testkit.metric.MetricContract;

class KlTest implements MetricContract<TailOptions> {
    @Override
    public MetricProvider<TailOptions> provider() {
        return new Kl();
    }

    @Override
    public TailOptions metricOptions() {
        return new TailOptions(1e-4);
    }

    @Override
    public double shiftTolerance() {
        return 1e-6; // float32 lanes
    }
}
