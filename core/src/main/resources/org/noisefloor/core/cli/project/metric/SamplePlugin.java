package org.example.sample;

import java.util.List;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;

/**
 * How far the probability of the correct token y falls.
 *
 * <p>fall = max(p_y, least) − max(q_y, least), p = softmax(original logits), q = softmax(spliced logits); its mean over scored positions,
 * and its root mean square. Replace this by what yours is: formula, shapes, unit, source.
 */
public final class SamplePlugin implements MetricProvider<SamplePlugin.Options> {

    public record Options(
            @Option(doc = "probabilities below this count as this", orElse = "0", min = 0, max = 1) double least) {}

    @Override
    public String id() {
        return "sample_id";
    }

    @Override
    public String summary() {
        return "fall of the probability of the correct token";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Metric create(Options options, RunContext context) {
        List<Column> columns = List.of(Column.of("sample_id"), Column.of("sample_id_squared"));
        List<Figure> figures = List.of(
                Figure.mean("sample_id", "", Figure.Kind.DIFFERENCE, "mean fall of the probability of the correct token")
                        .moreIsWorse(),
                Figure.named("sample_id_rms")
                        .kind(Figure.Kind.DIVERGENCE)
                        .reading("sample_id_squared")
                        .doc("root mean square of that fall")
                        .of(sums -> Math.sqrt(sums.sum("sample_id_squared") / sums.count())));
        return Metric.of(columns, figures, () -> (comparison, out) -> {
            double fall = fall(comparison, options.least());
            out[0] = fall;
            out[1] = fall * fall;
        });
    }

    private static double fall(Comparison comparison, double least) {
        int correct = comparison.target();
        double original = Math.exp(comparison.logProbOriginal(correct));
        double spliced = Math.exp(comparison.logProbSpliced(correct));
        return Math.max(original, least) - Math.max(spliced, least);
    }
}
