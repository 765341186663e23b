package org.example.triangular;

import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;

/**
 * Triangular discrimination between the original and the spliced next-token distribution.
 *
 * <p>Δ(p, q) = Σ_v (p_v − q_v)² / (p_v + q_v), p = softmax(original logits), q = softmax(spliced logits).
 *
 * <ul>
 *   <li>Unit: none. 0 = identical, 2 = no token is possible under both.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: Topsøe 2000, "Some inequalities for information divergence and related measures of discrimination"; Δ ≤ 2 KL.
 *   <li>Pitfall: bounded and symmetric, so it does not tell dropped beliefs from invented ones.
 * </ul>
 */
public final class Triangular implements MetricProvider<NoOptions> {
    @Override
    public String id() {
        return "triangular";
    }

    @Override
    public String summary() {
        return "triangular discrimination, the sum of (p - q)²/(p + q)";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, RunContext context) {
        return Metric.pointwise("triangular", "", "mean triangular discrimination", (p, q, logP, logQ) ->
                p + q > 0 ? (p - q) * (p - q) / (p + q) : 0);
    }
}
