package org.noisefloor.plugin.kl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * Loss paid per nat of KL: whether what the splice took away was worth anything.
 *
 * <p>ce_per_kl = mean(log p_y − log q_y) / mean KL(p‖q), p = softmax(original logits), q = softmax(spliced logits), y the correct
 * token. A position where both forbid y (a logit of −∞) is in neither mean. If p were the true distribution of y, both means would
 * be equal but for chance.
 *
 * <ul>
 *   <li>Unit: none. 1 = what was lost was worth what the original believed; below 1, part of what KL sees was never supported
 *       by the text; above 1, the original knew more than it believed. Reported only where N·KL is at least 32 nats.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: this project; E[ce_delta] = KL under p is Kullback and Leibler 1951.
 *   <li>Pitfall: noisy. For small changes the variance of log p_y − log q_y is 2 KL, so its standard error is about
 *       sqrt(2/(N·KL)), whatever the model: a quarter at 32 nats.
 * </ul>
 */
public final class CePerKl implements MetricProvider<NoOptions> {
    private static final String LOSS = "ce_per_kl_loss";
    private static final String KL = "ce_per_kl_kl";
    /** 1 where both models forbid the correct token: the loss is ∞ − ∞ there, and the position in neither mean. */
    private static final String FORBIDDEN = "ce_per_kl_target_forbidden";

    private static final List<Column> COLUMNS = List.of(Column.of(LOSS), Column.of(KL), Column.of(FORBIDDEN));
    private static final List<Figure> FIGURES = List.of(Figure.named("ce_per_kl")
            .unit("nats per nat")
            .kind(Figure.Kind.QUOTIENT)
            .reading(LOSS, KL, FORBIDDEN)
            .doc("mean rise of the cross-entropy over mean KL")
            .of(new Quotient()));

    @Override
    public String id() {
        return "ce_per_kl";
    }

    @Override
    public String summary() {
        return "Loss paid per nat of KL: whether what was lost was worth anything";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, RunContext context) {
        return Metric.of(COLUMNS, FIGURES, () -> CePerKl::score);
    }

    private static void score(Comparison comparison, double[] out) {
        int target = comparison.target();
        boolean forbidden = comparison.original()[target] == Float.NEGATIVE_INFINITY
                && comparison.spliced()[target] == Float.NEGATIVE_INFINITY;
        out[0] = 0 - comparison.logProbChange(target); // not −0
        out[1] = forbidden ? 0 : Divergences.of(comparison).total(Quantity.KL);
        out[2] = forbidden ? 1 : 0;
    }

    private static final class Quotient implements Figure.Formula {
        /** Where N·KL is less, the standard error is above a quarter. */
        private static final double ENOUGH_NATS = 32;

        @Override
        public double of(Sums sums) {
            return sums.sum(LOSS) / sums.sum(KL);
        }

        @Override
        public boolean suffices(Sums sums, int draws) {
            return sums.sum(KL) / draws >= ENOUGH_NATS;
        }

        @Override
        public String whyUndefined(Sums sums, int draws) {
            double nats = sums.sum(KL) / draws;
            if (sums.sum(FORBIDDEN) == sums.count()) {
                return "both models forbid the correct token at all of these positions";
            }
            if (Double.isNaN(sums.sum(LOSS))) {
                return "∞ − ∞: the splice forbids the correct token at some positions and the original at others";
            }
            if (nats == 0) {
                return "KL is 0: nothing changed";
            }
            if (nats >= ENOUGH_NATS) {
                return "∞ divided by ∞: KL and the rise of the cross-entropy are both infinite";
            }
            long needed = (long) Math.ceil(ENOUGH_NATS * sums.count() / draws / nats);
            return "too noisy: KL sums to " + rounded(nats) + " nats, " + (int) ENOUGH_NATS
                    + " are needed, which about " + needed + " positions would give";
        }

        /** Three significant digits. */
        private static String rounded(double nats) {
            return new BigDecimal(nats).round(new MathContext(3)).toString();
        }
    }
}
