package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.TestContext;

class PluginKlTest {
    @Test
    void providesItsMetrics() {
        assertThat(ServiceLoader.load(MetricProvider.class).stream()
                        .map(p -> p.get().id()))
                .containsExactly(
                        "ce_per_kl",
                        "hellinger",
                        "js",
                        "kl",
                        "kl_reverse",
                        "kl_split",
                        "logit_l2",
                        "logprob_l2",
                        "renyi",
                        "tail",
                        "top1_agreement",
                        "topk_overlap",
                        "tv");
    }

    @Test
    void klIsADivergenceInNatsOfWhichAShareIsRecovered() {
        Figure figure = new Kl()
                .create(new KlOptions(1e-4, true), TestContext.ofWidth(1))
                .figures()
                .get(0);
        assertThat(figure.name()).isEqualTo("kl");
        assertThat(figure.unit()).isEqualTo("nats");
        assertThat(figure.kind()).isEqualTo(Figure.Kind.DIVERGENCE);
        assertThat(figure.recovered()).isEqualTo(Optional.of("kl_recovered"));
    }
}
