package org.noisefloor.plugin.loss;

import java.math.BigDecimal;
import java.math.MathContext;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Sums;

/**
 * exp of the mean of a cross-entropy: infinite where the mean is, undefined where the mean is finite and its exponential is beyond
 * float64, which is no infinity.
 */
record Perplexity(String column) implements Figure.Formula {
    @Override
    public double of(Sums sums) {
        double mean = mean(sums);
        double perplexity = StrictMath.exp(mean);
        return Double.isInfinite(perplexity) && Double.isFinite(mean) ? Double.NaN : perplexity;
    }

    @Override
    public String whyUndefined(Sums sums, int draws) {
        return "overflow: exp of a mean of "
                + new BigDecimal(mean(sums)).round(new MathContext(3)).toPlainString()
                + " nats is beyond the largest number";
    }

    private double mean(Sums sums) {
        return sums.sum(column) / sums.count();
    }
}
