package org.example.tv;

import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;

/**
 * Total variation distance between the original and the spliced next-token distribution.
 *
 * <p>TV(p, q) = ½ Σ_v |p_v − q_v|, p = softmax(original logits), q = softmax(spliced logits).
 *
 * <ul>
 *   <li>Unit: probability. 0 = identical, 1 = no token is possible under both; the largest difference that the two
 *       distributions give to the probability of any set of tokens.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: Levin, Peres and Wilmer, Markov Chains and Mixing Times, chapter 4; Pinsker's inequality, TV² ≤ KL / 2.
 *   <li>Pitfall: it does not see ratios. A token that falls from 1 % to nothing costs 0.01, where KL is infinite.
 * </ul>
 */
public final class TotalVariation implements MetricProvider<NoOptions> {
    @Override
    public String id() {
        return "tv";
    }

    @Override
    public String summary() {
        return "total variation distance, half the sum of |p - q|";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, Site site) {
        return Metric.mean("tv", "probability", Figure.Kind.DIVERGENCE, "mean total variation", at -> {
            double sum = 0;
            for (int v = 0; v < at.vocabulary(); v++) {
                sum += Math.abs(Math.exp(at.logProbOriginal(v)) - Math.exp(at.logProbSpliced(v)));
            }
            return sum / 2;
        });
    }
}
