package org.noisefloor.core.summary;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * A figure, and what it becomes in each resample. Arithmetic on two of them pairs resample with resample, so that both sides
 * of a ratio see the same sequences.
 */
record Sampled(double value, double[] resamples) {
    private static final double TAIL = 0.025;

    Sampled with(Sampled other, DoubleBinaryOperator operation) {
        double[] combined = new double[resamples.length];
        for (int r = 0; r < combined.length; r++) {
            combined[r] = operation.applyAsDouble(resamples[r], other.resamples[r]);
        }
        return new Sampled(operation.applyAsDouble(value, other.value), combined);
    }

    Sampled minus(Sampled other) {
        return with(other, (a, b) -> a - b);
    }

    /** Undefined where the other one is not positive. */
    Sampled over(Sampled other) {
        return with(other, (a, b) -> b > 0 ? a / b : Double.NaN);
    }

    /** 1 − D: the distance that belongs to a similarity. */
    Sampled complement() {
        return with(this, (a, same) -> 1 - a);
    }

    /** The standard deviation over resamples: the bootstrap's standard error. NaN where a resample is undefined. */
    double standardError() {
        return resamples.length < 2 ? Double.NaN : Math.sqrt(variance(resamples));
    }

    /** Of a sample of two values or more: n − 1 in the denominator. */
    static double variance(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - 1);
    }

    /** The value with its percentile interval; percentiles by linear interpolation between order statistics. */
    Estimate estimate() {
        if (Double.isNaN(value)) {
            return Estimate.undefined("undefined: 0 divided by 0");
        }
        if (Double.isInfinite(value)) {
            return new Estimate(value, Double.NaN, Double.NaN, Double.NaN, "infinite at one position at least");
        }
        if (resamples.length == 0) {
            return new Estimate(
                    value, Double.NaN, Double.NaN, Double.NaN, "no interval: a single sequence cannot be resampled");
        }
        double[] sorted = resamples.clone();
        Arrays.sort(sorted);
        if (!Double.isFinite(sorted[0]) || !Double.isFinite(sorted[sorted.length - 1])) {
            return new Estimate(
                    value, Double.NaN, Double.NaN, Double.NaN, "no interval: undefined in some of the resamples");
        }
        return new Estimate(value, percentile(sorted, TAIL), percentile(sorted, 1 - TAIL), Double.NaN, null);
    }

    static double percentile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
