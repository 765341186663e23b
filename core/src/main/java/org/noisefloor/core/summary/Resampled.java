package org.noisefloor.core.summary;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import org.apache.commons.numbers.arrays.Selection;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureReport;

/**
 * A number, and what it becomes in each resample. Arithmetic on two of them pairs resample with resample, so that both sides
 * of a ratio see the same documents.
 *
 * @param units what was drawn
 */
record Resampled(double value, double[] resamples, Units units) {
    /** The share of resamples that may be undefined: so few move no percentile by more than they are uncertain anyway. */
    private static final double MOST_UNDEFINED = 0.01;

    /** Of how many resamples one beyond a bound is too few to count. */
    private static final int ONE_IN = 100;

    Resampled with(Resampled other, DoubleBinaryOperator operation) {
        double[] combined = new double[resamples.length];
        for (int r = 0; r < combined.length; r++) {
            combined[r] = operation.applyAsDouble(resamples[r], other.resamples[r]);
        }
        return new Resampled(operation.applyAsDouble(value, other.value), combined, units);
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
     * The value with its interval of {@linkplain Units expanded percentiles}, by linear interpolation between order statistics. Resamples
     * in which it is undefined are left out, with a note, as long as they are few.
     */
    Estimate estimate() {
        if (Double.isNaN(value)) {
            return Estimate.undefined(Reasons.ZERO_BY_ZERO);
        }
        if (Double.isInfinite(value)) {
            return Estimate.withoutInterval(value, Reasons.INFINITE_TERM);
        }
        if (resamples.length == 0) {
            return Estimate.withoutInterval(value, units.tooFew());
        }
        double[] defined = defined();
        int undefined = resamples.length - defined.length;
        if (isTooOftenUndefined(defined.length)) {
            return Estimate.withoutInterval(value, "no interval: " + undefined(undefined));
        }
        double tail = units.tail();
        Estimate estimate = Estimate.of(value, percentile(defined, tail), percentile(defined, 1 - tail));
        return undefined == 0
                ? estimate
                : estimate.withNote(undefined(undefined) + ", which are left out of the interval");
    }

    private String undefined(int count) {
        return String.format(Locale.ROOT, "undefined in %,d of %,d resamples", count, resamples.length);
    }

    /**
     * The two-sided probability of resamples as far from their value as a bound is, if the bound were the truth. Where fewer than one in a hundred
     * lie beyond it, which with other resamples may be twice or half as many, Student's distribution tells how rare that is: of the logarithm,
     * where all are positive, since a ratio's errors multiply. NaN where there is no interval, and where all resamples are alike and not at the
     * bound: of events that never came up nothing says how rare they are.
     */
    double probability(double bound) {
        double[] defined = defined();
        if (!Double.isFinite(value) || defined.length == 0 || isTooOftenUndefined(defined.length)) {
            return Double.NaN;
        }
        long below = Arrays.stream(defined).filter(each -> each <= bound).count();
        long above = Arrays.stream(defined).filter(each -> each >= bound).count();
        long beyond = Math.min(below, above);
        long few = Math.max(1, defined.length / ONE_IN);
        if (beyond >= few) {
            return units.probability((beyond + 1.0) / (defined.length + 1));
        }
        double standardErrors = standardErrorsFrom(bound, defined);
        return Double.isInfinite(standardErrors)
                ? Double.NaN
                : Math.min(units.probability((few + 1.0) / (defined.length + 1)), units.ofDeviation(standardErrors));
    }

    private double standardErrorsFrom(double bound, double[] defined) {
        boolean multiplies = bound > 0 && value > 0 && Arrays.stream(defined).allMatch(each -> each > 0);
        double[] spread =
                multiplies ? Arrays.stream(defined).map(StrictMath::log).toArray() : defined;
        double distance = multiplies ? StrictMath.log(value / bound) : value - bound;
        return Math.abs(distance) / Math.sqrt(variance(spread));
    }

    private double[] defined() {
        double[] defined = new double[resamples.length];
        int count = 0;
        for (double each : resamples) {
            if (Double.isFinite(each)) {
                defined[count] = each;
                count++;
            }
        }
        return count == defined.length ? defined : Arrays.copyOf(defined, count);
    }

    private boolean isTooOftenUndefined(int defined) {
        return resamples.length - defined > MOST_UNDEFINED * resamples.length;
    }

    /** @param values whose order changes */
    static double percentile(double[] values, double q) {
        double at = q * (values.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, values.length - 1);
        Selection.select(values, new int[] {below, above});
        return values[below] + (at - below) * (values[above] - values[below]);
    }

    /**
     * What an interval would be if sequences were drawn.
     *
     * @param sampled by sequence; null where these are what is drawn
     * @return null where there is none
     */
    static FigureReport.@Nullable BySequence bySequence(@Nullable Resampled sampled, Estimate byDocument) {
        Estimate bySequence = sampled == null ? null : sampled.estimate();
        return bySequence == null || !bySequence.hasInterval()
                ? null
                : new FigureReport.BySequence(
                        bySequence.low(),
                        bySequence.high(),
                        (byDocument.high() - byDocument.low()) / (bySequence.high() - bySequence.low()));
    }
}
