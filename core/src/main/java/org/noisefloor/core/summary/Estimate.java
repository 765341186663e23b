package org.noisefloor.core.summary;

import org.jspecify.annotations.Nullable;

/**
 * A figure with its 95 % bootstrap interval.
 *
 * @param value NaN where it is undefined
 * @param low the 2.5th percentile of the resamples; NaN where there is no interval
 * @param high the 97.5th percentile
 * @param drawError standard error from the random draws, positions held fixed; NaN for what is not random and for one draw
 * @param missing why a number is missing; null if none is
 */
public record Estimate(
        double value,
        double low,
        double high,
        double drawError,
        @Nullable String missing) {

    static Estimate undefined(String reason) {
        return new Estimate(Double.NaN, Double.NaN, Double.NaN, Double.NaN, reason);
    }

    Estimate withDrawError(double error) {
        return new Estimate(value, low, high, error, missing);
    }

    /** The same value alone; what is undefined keeps its own reason. */
    Estimate withoutIntervalBecause(String reason) {
        return Double.isFinite(value) ? new Estimate(value, Double.NaN, Double.NaN, drawError, reason) : this;
    }

    /** The same with another reason for what is undefined; an empty one changes nothing. */
    Estimate because(String reason) {
        return isDefined() || reason.isEmpty() ? this : new Estimate(value, low, high, drawError, reason);
    }

    /** Whether there is an interval, and it does not include 0. */
    boolean excludesZero() {
        return low > 0 || high < 0;
    }

    public boolean isDefined() {
        return !Double.isNaN(value);
    }

    /** Whether the whole interval lies above a bound. */
    public boolean isAbove(double bound) {
        return low > bound;
    }
}
