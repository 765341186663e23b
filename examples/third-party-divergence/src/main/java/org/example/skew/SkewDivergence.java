package org.example.skew;

import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;

/**
 * The skew divergence: KL from the original's next-token distribution to a mixture that has a little of it in.
 *
 * <p>s_α(p, q) = Σ_v p_v ln(p_v / (α q_v + (1 − α) p_v)), p = softmax(original logits), q = softmax(spliced logits).
 *
 * <ul>
 *   <li>Unit: nats. 0 = identical, at most −ln(1 − α); it tends to KL(p ‖ q) as α goes to 1.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Error: with d = q_v − p_v, a term is summed as α d − p_v ln(1 + α d / p_v): since Σ d = 0 that is the same sum, of terms that are
 *       never negative and lose nothing where q is close to p.
 *   <li>Source: Lee 1999, "Measures of distributional similarity", ACL.
 *   <li>Pitfall: what the spliced model forbids costs at most −p_v ln(1 − α), where KL is infinite.
 * </ul>
 */
public final class SkewDivergence implements MetricProvider<SkewDivergence.Options> {

    public record Options(
            @Option(doc = "how much of the mixture is the spliced model's", orElse = "0.99", min = 0, max = 1) double alpha) {

        public Options {
            if (alpha == 0 || alpha == 1) {
                throw new IllegalArgumentException(
                        alpha == 1 ? "alpha is 1, where the divergence is kl; use that metric" : "alpha is 0, where it is 0");
            }
        }
    }

    @Override
    public String id() {
        return "skew";
    }

    @Override
    public String summary() {
        return "skew divergence, KL to a mixture with a little of the original";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Metric create(Options options, RunContext context) {
        double alpha = options.alpha();
        return Metric.pointwise("skew", "nats", "mean skew divergence", (p, q, logP, logQ) -> {
            double d = alpha * (q - p);
            return p > 0 ? d - p * Math.log1p(d / p) : d;
        });
    }
}
