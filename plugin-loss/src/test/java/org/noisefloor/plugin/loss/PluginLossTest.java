package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.StratifierProvider;

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
        assertThat(figures().map(Figure::name)).doesNotHaveDuplicates();
        assertThat(metrics().stream()
                        .flatMap(metric -> metric.columns().stream())
                        .map(Column::name))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatTellsOfTheOriginalAndWhatHasADirectionIsDeclared() {
        assertThat(figures().filter(figure -> figure.subject() == Figure.Subject.ORIGINAL))
                .extracting(Figure::name)
                .containsExactlyInAnyOrder("ce", "perplexity", "entropy", "rank_original", "confidently_wrong");
        assertThat(figures().filter(figure -> figure.kind() == Figure.Kind.DIFFERENCE && figure.hasDirection()))
                .extracting(Figure::name)
                .containsExactlyInAnyOrder("ce_delta", "flips_net");
    }

    private static Stream<Figure> figures() {
        return metrics().stream().flatMap(metric -> metric.figures().stream());
    }

    private static List<Metric> metrics() {
        return List.of(
                new DeltaP().create(new NoOptions(), Scores.CONTEXT),
                new Rank().create(new NoOptions(), Scores.CONTEXT),
                new Flips().create(new NoOptions(), Scores.CONTEXT),
                new Loss().create(new NoOptions(), Scores.CONTEXT),
                new MeanEntropy().create(new NoOptions(), Scores.CONTEXT),
                new ConfidentlyWrong().create(new ConfidenceOptions(0.5), Scores.CONTEXT));
    }
}
