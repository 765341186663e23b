package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;

/**
 * How much probability the correct token gains or loses.
 *
 * <p>delta_p = mean of q_y − p_y; delta_p_rms = sqrt of the mean of (q_y − p_y)². p = softmax(original logits),
 * q = softmax(spliced logits), y the correct token. q_y − p_y = p_y (e^d − 1), d = log q_y − log p_y.
 *
 * <ul>
 *   <li>Unit: probability, −1 to 1 (delta_p) and 0 to 1 (delta_p_rms). 0 = nothing changed; a negative delta_p means that the
 *       splice believes less in what really follows.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: this project; the change of accuracy of a soft classifier, no single origin.
 *   <li>Pitfall: gains and losses cancel in delta_p. A fall from 0.05 to 0.0005 is small here and 4.6 nats in ce_delta.
 * </ul>
 */
public final class DeltaP implements MetricProvider<NoOptions> {
    private static final String SQUARES = "delta_p_squared";
    private static final List<Column> COLUMNS = List.of(Column.of("delta_p"), Column.of(SQUARES));
    private static final List<Figure> FIGURES = List.of(
            Figure.mean("delta_p", "probability", Kind.DIFFERENCE, "mean rise of the correct token's probability"),
            Figure.named("delta_p_rms")
                    .unit("probability")
                    .kind(Kind.DIVERGENCE)
                    .reading(SQUARES)
                    .doc("root mean square of the change of the correct token's probability")
                    .of(sums -> Math.sqrt(sums.sum(SQUARES) / sums.count())));

    @Override
    public String id() {
        return "delta_p";
    }

    @Override
    public String summary() {
        return "Change of the correct token's probability: mean and root mean square";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, RunContext context) {
        return Metric.of(COLUMNS, FIGURES, () -> DeltaP::score);
    }

    private static void score(Comparison comparison, double[] out) {
        double change = ProbabilityChange.of(comparison.target(), comparison);
        out[0] = change;
        out[1] = change * change;
    }
}
