package org.noisefloor.plugin.kl;

import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
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
}
