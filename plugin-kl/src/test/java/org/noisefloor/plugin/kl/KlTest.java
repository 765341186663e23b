package org.noisefloor.plugin.kl;

import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.testkit.metric.MetricContract;

class KlTest implements MetricContract<NoOptions> {
    @Override
    public MetricProvider<NoOptions> provider() {
        return new Kl();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }
}
