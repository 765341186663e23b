package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.Column;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.Site;

/**
 * Rényi divergences from the original to the spliced next-token distribution.
 *
 * <p>D_α(p‖q) = log(Σ_v p_v^α q_v^(1−α)) / (α − 1), p = softmax(original logits), q = softmax(spliced logits), computed as
 * log1p(Σ_v p_v (e^((1−α) d) − 1)) / (α − 1) with d = log q_v − log p_v. Order 1 is {@link Kl}; order ∞ is the largest −d of a
 * token that the original allows.
 *
 * <ul>
 *   <li>Unit: nats per token. 0 = identical; unbounded above; lower is more faithful; does not fall as α rises. From order 1 on
 *       +∞ where the splice forbids (a logit of −∞) a token that the original allows.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: Rényi 1961; van Erven and Harremoës 2014.
 *   <li>Pitfall: the higher the order, the more a single token decides. At ∞ one token of probability 1e-12 that fell far is
 *       all there is.
 * </ul>
 */
public final class Renyi implements MetricProvider<RenyiOptions> {
    @Override
    public String id() {
        return "renyi";
    }

    @Override
    public String summary() {
        return "Rényi divergences of any order from the original to the spliced distribution";
    }

    @Override
    public Class<RenyiOptions> options() {
        return RenyiOptions.class;
    }

    @Override
    public Metric create(RenyiOptions options, Site site) {
        return new Orders(options.alpha());
    }

    private record Orders(List<Double> alpha) implements Metric {
        @Override
        public List<Column> columns() {
            return alpha.stream()
                    .map(order -> Column.of(RenyiOptions.name(order)))
                    .toList();
        }

        @Override
        public List<Figure> figures() {
            return alpha.stream()
                    .map(order -> Figure.mean(
                            RenyiOptions.name(order),
                            "nats",
                            Figure.Kind.DIVERGENCE,
                            "mean Rényi divergence of order " + (Double.isInfinite(order) ? "∞" : order)
                                    + " over positions"))
                    .toList();
        }

        @Override
        public Positions positions() {
            return Positions.PREDICTED;
        }

        @Override
        public void score(Comparison comparison, double[] out) {
            Divergences divergences = Divergences.of(comparison);
            for (int i = 0; i < alpha.size(); i++) {
                out[i] = divergences.renyi(alpha.get(i));
            }
        }
    }
}
