package org.noisefloor.plugin.kl;

import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
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
    public double shiftTolerance() {
        return 1e-6; // float32 lanes
    }
}
