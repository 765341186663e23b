package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * Euclidean distance between the original and the spliced logits, but for a constant.
 *
 * <p>sqrt(Σ_v (z_v − z̃_v − mean(z − z̃))²), z the original and z̃ the spliced logits. The tail share is that of the square,
 * {@code logit_l2_sq}.
 *
 * <ul>
 *   <li>Unit: nats (logits are log probabilities but for a constant). 0 = identical; grows with the square root of the
 *       vocabulary; lower is more faithful. +∞ where one side alone forbids (a logit of −∞) a token; a token forbidden on both
 *       sides is left out.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: logit matching, Ba and Caruana 2014.
 *   <li>Pitfall: as {@code logprob_l2}, and the mean that is taken out is itself one over tokens that nobody says. Never above
 *       {@code logprob_l2}, which takes out another constant.
 * </ul>
 */
public final class LogitL2 implements MetricProvider<TailOptions> {
    @Override
    public String id() {
        return "logit_l2";
    }

    @Override
    public String summary() {
        return "Euclidean distance of the logits, their common shift taken out";
    }

    @Override
    public Class<TailOptions> options() {
        return TailOptions.class;
    }

    @Override
    public Metric create(TailOptions options, RunContext context) {
        Figure figure = Figure.mean(
                "logit_l2", "nats", Figure.Kind.DIVERGENCE, "mean Euclidean distance of centred logits over positions");
        return TailedMetric.of(
                figure, List.of(Quantity.LOGIT_L2_SQ), options.tail(), d -> Math.sqrt(d.total(Quantity.LOGIT_L2_SQ)));
    }
}
