package org.noisefloor.api.report;

import org.jspecify.annotations.Nullable;

/**
 * A number with its 95 % bootstrap interval.
 *
 * @param value NaN where it is undefined; ±∞ where it is infinite
 * @param low lower end of the interval; NaN where there is none
 * @param high upper end
 * @param drawError standard error from the random draws, positions held fixed; NaN for what is not random and for one draw
 * @param missing why a number is missing (the value, or its interval), a sentence without a full stop; null if none is
 * @param note what a reader should know of the interval; null for nothing
 */
public record Estimate(
        double value,
        double low,
        double high,
        double drawError,
        @Nullable String missing,
        @Nullable String note) {

    /** A value with its interval. */
    public static Estimate of(double value, double low, double high) {
        return new Estimate(value, low, high, Double.NaN, null, null);
    }

    /** A number of which nothing else is to be told; NaN for nothing at all. */
    public static Estimate alone(double value) {
        return new Estimate(value, Double.NaN, Double.NaN, Double.NaN, null, null);
    }

    /** A value without an interval. */
    public static Estimate withoutInterval(double value, String reason) {
        return new Estimate(value, Double.NaN, Double.NaN, Double.NaN, reason, null);
    }

    /** No value. */
    public static Estimate undefined(String reason) {
        return withoutInterval(Double.NaN, reason);
    }

    public Estimate withDrawError(double error) {
        return new Estimate(value, low, high, error, missing, note);
    }

    public Estimate withNote(String sentence) {
        return new Estimate(value, low, high, drawError, missing, sentence);
    }

    /** The same without a word on what is missing. */
    public Estimate withoutReason() {
        return new Estimate(value, low, high, drawError, null, note);
    }

    /** The same value alone; what is undefined or infinite keeps its own reason. */
    public Estimate withoutIntervalBecause(String reason) {
        return Double.isFinite(value) ? new Estimate(value, Double.NaN, Double.NaN, drawError, reason, null) : this;
    }

    /** The same with another reason for what is undefined or infinite; an empty one changes nothing. */
    public Estimate because(String reason) {
        return Double.isFinite(value) || reason.isEmpty()
                ? this
                : new Estimate(value, low, high, drawError, reason, note);
    }

    /** Whether it has a value, which may be infinite. */
    public boolean isDefined() {
        return !Double.isNaN(value);
    }

    public boolean isFinite() {
        return Double.isFinite(value);
    }

    public boolean hasInterval() {
        return Double.isFinite(low) && Double.isFinite(high);
    }

    /** Whether the whole interval lies above a bound; false without an interval. */
    public boolean isAbove(double bound) {
        return low > bound;
    }

    /** Whether the whole interval lies below a bound; false without an interval. */
    public boolean isBelow(double bound) {
        return high < bound;
    }

    /** Whether there is an interval, and it does not include 0. */
    public boolean excludesZero() {
        return isAbove(0) || isBelow(0);
    }
}
