package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.metric.MetricContract;

class TailTest implements MetricContract<TailOptions> {
    @Override
    public MetricProvider<TailOptions> provider() {
        return new Tail();
    }

    @Override
    public TailOptions metricOptions() {
        return new TailOptions(1e-4);
    }

    @Override
    public double tolerance() {
        return 1e-6; // float32 lanes
    }

    @Test
    void whatPAloneDecidesTellsOfTheOriginal() {
        assertThat(provider().create(metricOptions(), context()).figures().stream()
                        .filter(figure -> figure.subject() == Figure.Subject.ORIGINAL))
                .extracting(Figure::name)
                .containsExactly("mass_p_tail_share", "tokens_tail_share");
    }
}
