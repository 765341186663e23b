package org.noisefloor.plugin.loss;

import java.util.function.ToDoubleFunction;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Sums;

/**
 * The mean of ce_delta over those of some positions at which it is defined.
 *
 * @param column its sum
 * @param positions how many there are
 * @param forbidden the column with a 1 at each of them that both models forbid the correct token at, and 0 in {@code column}
 * @param what they are
 */
record MeanRise(String column, ToDoubleFunction<Sums> positions, String forbidden, String what)
        implements Figure.Formula {
    @Override
    public double of(Sums sums) {
        return sums.sum(column) / (positions.applyAsDouble(sums) - sums.sum(forbidden));
    }

    @Override
    public String whyUndefined(Sums sums, int draws) {
        return Double.isNaN(sums.sum(column))
                ? "∞ − ∞: the splice forbids the correct token at some of " + what + " and the original at others"
                : "both models forbid the correct token at all of " + what;
    }
}
