package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * Jensen-Shannon divergence between the original and the spliced next-token distribution.
 *
 * <p>JS(p, q) = ½ KL(p‖m) + ½ KL(q‖m), m = (p + q)/2, p = softmax(original logits), q = softmax(spliced logits).
 *
 * <ul>
 *   <li>Unit: nats per token, 0 to ln 2. 0 = identical; lower is more faithful. Finite whatever either side forbids.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: Lin 1991.
 *   <li>Pitfall: it saturates. Where the two hardly overlap it is near ln 2 whatever the distance, and a mean over positions
 *       hides by how much they miss each other. For small changes it is KL/4.
 * </ul>
 */
public final class JensenShannon implements MetricProvider<TailOptions> {
    @Override
    public String id() {
        return "js";
    }

    @Override
    public String summary() {
        return "Jensen-Shannon divergence: both distributions against their average";
    }

    @Override
    public Class<TailOptions> options() {
        return TailOptions.class;
    }

    @Override
    public Metric create(TailOptions options, RunContext context) {
        Figure figure =
                Figure.mean("js", "nats", Figure.Kind.DIVERGENCE, "mean Jensen-Shannon divergence over positions");
        return TailedMetric.of(figure, List.of(Quantity.JS), options.tail(), d -> d.total(Quantity.JS));
    }
}
