package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * Euclidean distance between the original and the spliced log probabilities.
 *
 * <p>sqrt(Σ_v (log p_v − log q_v)²), p = softmax(original logits), q = softmax(spliced logits). The tail share is that of the square,
 * {@code logprob_l2_sq}.
 *
 * <ul>
 *   <li>Unit: nats. 0 = identical; grows with the square root of the vocabulary; lower is more faithful. +∞ where one side alone
 *       forbids (a logit of −∞) a token; a token forbidden on both sides is left out.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: log-probability matching, as in knowledge distillation; no single origin.
 *   <li>Pitfall: every token weighs the same, so it tells of the tokens that neither model will ever say. Its tail share is near
 *       the share of tokens in the tail ({@code tokens_tail_share}).
 * </ul>
 */
public final class LogprobL2 implements MetricProvider<TailOptions> {
    @Override
    public String id() {
        return "logprob_l2";
    }

    @Override
    public String summary() {
        return "Euclidean distance of the log probabilities, every token weighing the same";
    }

    @Override
    public Class<TailOptions> options() {
        return TailOptions.class;
    }

    @Override
    public Metric create(TailOptions options, RunContext context) {
        Figure figure = Figure.mean(
                "logprob_l2",
                "nats",
                Figure.Kind.DIVERGENCE,
                "mean Euclidean distance of log probabilities over positions");
        return TailedMetric.of(
                figure,
                List.of(Quantity.LOGPROB_L2_SQ),
                options.tail(),
                d -> Math.sqrt(d.total(Quantity.LOGPROB_L2_SQ)));
    }
}
