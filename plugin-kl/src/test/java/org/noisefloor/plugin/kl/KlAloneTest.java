package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.metric.MetricContract;

class KlAloneTest implements MetricContract<KlOptions> {
    @Override
    public MetricProvider<KlOptions> provider() {
        return new Kl();
    }

    @Override
    public KlOptions metricOptions() {
        return new KlOptions(1e-4, false);
    }

    @Override
    public double tolerance() {
        return 1e-6; // float32 lanes
    }

    @Test
    void keepsOneNumberAndReportsIt() {
        Metric metric = provider().create(metricOptions(), TestContext.ofWidth(1));
        assertThat(metric.columns()).extracting(Column::name).containsExactly("kl");
        assertThat(metric.figures()).extracting(Figure::name).containsExactly("kl");
        assertThat(metric.positions()).isEqualTo(Metric.Positions.PREDICTED);
    }
}
