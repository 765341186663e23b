package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;

/**
 * Rényi divergences from the original to the spliced next-token distribution.
 *
 * <p>D_α(p‖q) = log(Σ_v p_v^α q_v^(1−α)) / (α − 1), p = softmax(original logits), q = softmax(spliced logits). The sum less 1 is
 * computed as Σ_v [p_v^α q_v^(1−α) − α p_v − (1−α) q_v], whose terms have one sign, from d = log q_v − log p_v. Order 1 is
 * {@link Kl}; order ∞ is the largest −d of a token that the original allows.
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
    public Metric create(RenyiOptions options, RunContext context) {
        List<Double> orders = options.alpha();
        List<Column> columns = orders.stream()
                .map(order -> Column.of(RenyiOptions.name(order)))
                .toList();
        List<Figure> figures = orders.stream().map(Renyi::figure).toList();
        return Metric.of(columns, figures, () -> (comparison, out) -> score(comparison, orders, out))
                .over(Metric.Positions.PREDICTED);
    }

    private static Figure figure(double order) {
        String words = Double.isInfinite(order) ? "∞" : Double.toString(order);
        return Figure.mean(
                RenyiOptions.name(order),
                "nats",
                Figure.Kind.DIVERGENCE,
                "mean Rényi divergence of order " + words + " over positions");
    }

    private static void score(Comparison comparison, List<Double> orders, double[] out) {
        Divergences divergences = Divergences.of(comparison);
        for (int i = 0; i < orders.size(); i++) {
            out[i] = divergences.renyi(orders.get(i));
        }
    }
}
