package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Column;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.api.StratifierProvider;

class PluginLossTest {
    @Test
    void providesItsMetricsAndItsStratifiers() {
        assertThat(ServiceLoader.load(MetricProvider.class).stream()
                        .map(p -> p.get().id()))
                .containsExactlyInAnyOrder("confidently_wrong", "delta_p", "entropy", "flips", "loss", "rank");
        assertThat(ServiceLoader.load(StratifierProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .map(Provider::id))
                .containsExactlyInAnyOrder(
                        "confidence", "correct_token", "entropy", "original_state", "position", "transitions");
    }

    @Test
    void namesNoColumnOrFigureTwiceInARun() {
        List<Metric> metrics = List.of(
                new DeltaP().create(new NoOptions(), Scores.SITE),
                new Rank().create(new NoOptions(), Scores.SITE),
                new Flips().create(new NoOptions(), Scores.SITE),
                new Loss().create(new NoOptions(), Scores.SITE),
                new MeanEntropy().create(new NoOptions(), Scores.SITE),
                new ConfidentlyWrong().create(new ConfidenceOptions(0.5), Scores.SITE));
        assertThat(metrics.stream().flatMap(metric -> metric.figures().stream()).map(Figure::name))
                .doesNotHaveDuplicates();
        assertThat(metrics.stream().flatMap(metric -> metric.columns().stream()).map(Column::name))
                .doesNotHaveDuplicates();
    }
}
