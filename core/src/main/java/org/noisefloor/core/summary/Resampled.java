package org.noisefloor.core.summary;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import org.noisefloor.api.report.Estimate;

/**
 * A number, and what it becomes in each resample. Arithmetic on two of them pairs resample with resample, so that both sides
 * of a ratio see the same sequences.
 */
record Resampled(double value, double[] resamples) {
    private static final double TAIL = 0.025;

    /** The share of resamples that may be undefined: so few move no percentile by more than they are uncertain anyway. */
    private static final double MOST_UNDEFINED = 0.01;

    Resampled with(Resampled other, DoubleBinaryOperator operation) {
        double[] combined = new double[resamples.length];
        for (int r = 0; r < combined.length; r++) {
            combined[r] = operation.applyAsDouble(resamples[r], other.resamples[r]);
        }
        return new Resampled(operation.applyAsDouble(value, other.value), combined);
    }

    Resampled plus(Resampled other) {
        return with(other, Double::sum);
    }

    Resampled minus(Resampled other) {
        return with(other, (a, b) -> a - b);
    }

    /** Undefined where the other one is not positive. */
    Resampled over(Resampled other) {
        return with(other, (a, b) -> b > 0 ? a / b : Double.NaN);
    }

    /** 1 − D: the distance that belongs to a similarity. */
    Resampled complement() {
        return with(this, (a, same) -> 1 - a);
    }

    /** The standard deviation over resamples: the bootstrap's standard error. NaN where there is no interval either. */
    double standardError() {
        double[] defined = defined();
        return defined.length < 2 || isTooOftenUndefined(defined.length) ? Double.NaN : Math.sqrt(variance(defined));
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

    /**
     * The value with its percentile interval; percentiles by linear interpolation between order statistics. Resamples in which it is
     * undefined are left out, with a note, as long as they are few.
     */
    Estimate estimate() {
        if (Double.isNaN(value)) {
            return Estimate.undefined(Reasons.ZERO_BY_ZERO);
        }
        if (Double.isInfinite(value)) {
            return Estimate.withoutInterval(value, Reasons.INFINITE_TERM);
        }
        if (resamples.length == 0) {
            return Estimate.withoutInterval(value, "no interval: a single sequence cannot be resampled");
        }
        double[] sorted = defined();
        int undefined = resamples.length - sorted.length;
        String how = String.format(Locale.ROOT, "undefined in %,d of %,d resamples", undefined, resamples.length);
        if (isTooOftenUndefined(sorted.length)) {
            return Estimate.withoutInterval(value, "no interval: " + how);
        }
        Arrays.sort(sorted);
        Estimate estimate = Estimate.of(value, percentile(sorted, TAIL), percentile(sorted, 1 - TAIL));
        return undefined == 0 ? estimate : estimate.withNote(how + ", which are left out of the interval");
    }

    private double[] defined() {
        return Arrays.stream(resamples).filter(Double::isFinite).toArray();
    }

    private boolean isTooOftenUndefined(int defined) {
        return resamples.length - defined > MOST_UNDEFINED * resamples.length;
    }

    static double percentile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
