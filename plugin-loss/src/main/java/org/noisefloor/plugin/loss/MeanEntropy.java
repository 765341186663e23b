package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;

/**
 * The entropy of the original's prediction: how open it thinks the continuation is.
 *
 * <p>H(p) = −Σ_v p_v log p_v, p = softmax(original logits); the report gives the mean over positions.
 *
 * <ul>
 *   <li>Unit: nats per token, 0 to log V. A description of model and text, the same for every intervention.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: Shannon 1948.
 *   <li>Pitfall: a mean cross-entropy equal to it says that the model is calibrated on average, not at each position.
 * </ul>
 */
public final class MeanEntropy implements MetricProvider<NoOptions> {
    private static final List<Column> COLUMNS = List.of(Column.of("entropy"));
    private static final List<Figure> FIGURES =
            List.of(Figure.mean("entropy", "nats", Kind.LEVEL, "mean entropy of the original's prediction")
                    .ofTheOriginal());

    @Override
    public String id() {
        return "entropy";
    }

    @Override
    public String summary() {
        return "Entropy of the original's prediction";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, RunContext context) {
        return Metric.of(COLUMNS, FIGURES, () -> (comparison, out) -> out[0] = OriginalEntropy.nats(comparison));
    }
}
