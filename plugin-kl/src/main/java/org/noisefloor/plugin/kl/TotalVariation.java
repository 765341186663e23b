package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * Total variation distance between the original and the spliced next-token distribution.
 *
 * <p>TV(p, q) = ½ Σ_v |p_v − q_v|, p = softmax(original logits), q = softmax(spliced logits): the probability that has to move.
 *
 * <ul>
 *   <li>Unit: probability, 0 to 1. 0 = identical; lower is more faithful. At most sqrt(KL/2) (Pinsker).
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: Pinsker 1964 for the bound; older as a distance.
 *   <li>Pitfall: of first order in a change where KL is of second, so floors and ratios of the two cannot be compared as numbers;
 *       a ratio of 2 here is about one of 4 there.
 * </ul>
 */
public final class TotalVariation implements MetricProvider<TailOptions> {
    @Override
    public String id() {
        return "tv";
    }

    @Override
    public String summary() {
        return "Total variation: the probability that moved";
    }

    @Override
    public Class<TailOptions> options() {
        return TailOptions.class;
    }

    @Override
    public Metric create(TailOptions options, RunContext context) {
        Figure figure = Figure.mean(
                "tv", "probability", Figure.Kind.DIVERGENCE, "mean total variation distance over positions");
        return TailedMetric.of(figure, List.of(Quantity.TV), options.tail(), d -> d.total(Quantity.TV));
    }
}
