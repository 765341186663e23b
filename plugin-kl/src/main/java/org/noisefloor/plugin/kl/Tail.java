package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * The rulers beside which a divergence's tail share is read: how much probability, and how many tokens, lie in the tail.
 *
 * <p>The shares of Σ_v p_v, Σ_v q_v and Σ_v 1 that come from tokens with p_v ≤ {@code tail}, p = softmax(original logits),
 * q = softmax(spliced logits).
 *
 * <ul>
 *   <li>Unit: shares, 0 to 1. A divergence for which every token weighs the same has the tail share of the tokens; one that
 *       follows the models' beliefs has a tail share of the order of the masses.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: this project.
 *   <li>Pitfall: the tail is told by p alone. A token that the splice raised far out of it still counts as the tail, and
 *       {@code mass_q_tail_share} shows it.
 * </ul>
 */
public final class Tail implements MetricProvider<TailOptions> {
    private static final List<Quantity> RULERS = List.of(Quantity.MASS_P, Quantity.MASS_Q, Quantity.TOKENS);
    private static final List<Column> COLUMNS =
            RULERS.stream().map(ruler -> Decades.column(ruler.id())).toList();

    @Override
    public String id() {
        return "tail";
    }

    @Override
    public String summary() {
        return "Rulers for tail shares: the probability and the tokens in the tail";
    }

    @Override
    public Class<TailOptions> options() {
        return TailOptions.class;
    }

    @Override
    public Metric create(TailOptions options, RunContext context) {
        List<Figure> figures =
                RULERS.stream().map(ruler -> share(ruler, options.tail())).toList();
        return Metric.of(COLUMNS, figures, () -> Tail::score).over(Metric.Positions.PREDICTED);
    }

    private static Figure share(Quantity ruler, double tail) {
        Figure share = TailShare.of(ruler, tail);
        return ruler == Quantity.MASS_Q ? share : share.ofTheOriginal();
    }

    private static void score(Comparison comparison, double[] out) {
        Divergences divergences = Divergences.of(comparison);
        for (int i = 0; i < RULERS.size(); i++) {
            divergences.byDecade(RULERS.get(i), out, i * Decades.COUNT);
        }
    }
}
