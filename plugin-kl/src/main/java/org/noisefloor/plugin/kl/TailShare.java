package org.noisefloor.plugin.kl;

import java.util.stream.IntStream;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.plugin.kl.exact.Quantity;

/** The share of a sum over tokens that lies in the tail, with the reason where it is undefined. */
final class TailShare {
    private TailShare() {}

    static Figure of(Quantity quantity, double tail) {
        Figure share = Decades.tailShare(quantity.id(), tail);
        return share.withFormula(
                new WithReason(share.formula(), Decades.column(quantity.id()).name()));
    }

    private record WithReason(Figure.Formula share, String column) implements Figure.Formula {
        @Override
        public double of(Sums sums) {
            return share.of(sums);
        }

        @Override
        public String whyUndefined(Sums sums, int draws) {
            boolean infinite = IntStream.range(0, Decades.COUNT).anyMatch(i -> Double.isInfinite(sums.sum(column, i)));
            return infinite
                    ? "∞ divided by ∞: a token that one side alone forbids lies in the tail"
                    : share.whyUndefined(sums, draws);
        }
    }
}
