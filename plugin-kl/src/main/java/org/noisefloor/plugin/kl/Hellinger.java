package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * Hellinger distance between the original and the spliced next-token distribution.
 *
 * <p>H(p, q) = sqrt(½ Σ_v (√p_v − √q_v)²), p = softmax(original logits), q = softmax(spliced logits). The tail share is that of the
 * square, {@code hellinger_sq}.
 *
 * <ul>
 *   <li>Unit: none, 0 to 1. 0 = identical; lower is more faithful. Finite whatever either side forbids.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: Hellinger 1909; Kakutani 1948.
 *   <li>Pitfall: a distance and not its square: of first order in a change, as {@code tv} is, and the mean of a root gives much
 *       weight to positions where little changed.
 * </ul>
 */
public final class Hellinger implements MetricProvider<TailOptions> {
    @Override
    public String id() {
        return "hellinger";
    }

    @Override
    public String summary() {
        return "Hellinger distance between the two distributions";
    }

    @Override
    public Class<TailOptions> options() {
        return TailOptions.class;
    }

    @Override
    public Metric create(TailOptions options, RunContext context) {
        Figure figure =
                Figure.mean("hellinger", "distance", Figure.Kind.DIVERGENCE, "mean Hellinger distance over positions");
        return TailedMetric.of(
                figure, List.of(Quantity.HELLINGER_SQ), options.tail(), d -> Math.sqrt(d.total(Quantity.HELLINGER_SQ)));
    }
}
