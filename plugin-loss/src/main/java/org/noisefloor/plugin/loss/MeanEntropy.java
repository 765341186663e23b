package org.noisefloor.plugin.loss;

import org.noisefloor.api.Figure.Kind;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;

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
    public Metric create(NoOptions options, Site site) {
        return Metric.mean(
                "entropy", "nats", Kind.LEVEL, "mean entropy of the original's prediction", OriginalEntropy::nats);
    }
}
