package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.Provider;
import org.noisefloor.api.StratifierProvider;

class PluginLossTest {
    @Test
    void providesItsMetricAndItsStratifiers() {
        assertThat(ServiceLoader.load(MetricProvider.class).stream()
                        .map(p -> p.get().id()))
                .containsExactly("loss");
        assertThat(ServiceLoader.load(StratifierProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .map(Provider::id))
                .containsExactlyInAnyOrder(
                        "confidence", "correct_token", "entropy", "original_state", "position", "transitions");
    }
}
