package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * KL divergence from the spliced to the original next-token distribution.
 *
 * <p>KL(q‖p) = Σ_v q_v (log q_v − log p_v), p = softmax(original logits), q = softmax(spliced logits); computed as {@link Kl}
 * with p and q exchanged. The tail is told by p here too.
 *
 * <ul>
 *   <li>Unit: nats per token. 0 = identical; unbounded above; lower is more faithful. +∞ where the splice allows a token that
 *       the original forbids (a logit of −∞); a token forbidden on both sides is left out.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: Kullback and Leibler 1951.
 *   <li>Pitfall: it weighs by what the spliced model believes, so it is small where the splice merely dropped beliefs, and large
 *       where it invented some. It does not bound {@code kl}.
 * </ul>
 */
public final class KlReverse implements MetricProvider<TailOptions> {
    @Override
    public String id() {
        return "kl_reverse";
    }

    @Override
    public String summary() {
        return "KL divergence from the spliced to the original distribution";
    }

    @Override
    public Class<TailOptions> options() {
        return TailOptions.class;
    }

    @Override
    public Metric create(TailOptions options, RunContext context) {
        Figure figure =
                Figure.mean("kl_reverse", "nats", Figure.Kind.DIVERGENCE, "mean KL(spliced ‖ original) over positions");
        return TailedMetric.of(figure, List.of(Quantity.KL_REVERSE), options.tail(), d -> d.total(Quantity.KL_REVERSE));
    }
}
