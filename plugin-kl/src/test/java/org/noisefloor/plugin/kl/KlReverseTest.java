package org.noisefloor.plugin.kl;

import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.testkit.metric.MetricContract;

class KlReverseTest implements MetricContract<NoOptions> {
    @Override
    public MetricProvider<NoOptions> provider() {
        return new KlReverse();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }
}
