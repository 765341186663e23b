package org.noisefloor.plugin.loss;

import java.util.List;
import java.util.Optional;
import org.noisefloor.api.Column;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Figure.Kind;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;

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
    public Metric create(NoOptions options, Site site) {
        return new OfCorrectToken();
    }

    private static final class OfCorrectToken implements Metric {
        private static final String SQUARES = "delta_p_squared";
        private static final List<Column> COLUMNS = List.of(Column.of("delta_p"), Column.of(SQUARES));
        private static final List<Figure> FIGURES = List.of(
                Figure.mean("delta_p", "probability", Kind.DIFFERENCE, "mean rise of the correct token's probability"),
                new Figure(
                        "delta_p_rms",
                        "probability",
                        Kind.DIVERGENCE,
                        sums -> Math.sqrt(sums.sum(SQUARES) / sums.count()),
                        Optional.empty(),
                        "root mean square of the change of the correct token's probability"));

        @Override
        public List<Column> columns() {
            return COLUMNS;
        }

        @Override
        public List<Figure> figures() {
            return FIGURES;
        }

        @Override
        public void score(Comparison comparison, double[] out) {
            double change = ProbabilityChange.of(comparison.correct(), comparison);
            out[0] = change;
            out[1] = change * change;
        }
    }
}
