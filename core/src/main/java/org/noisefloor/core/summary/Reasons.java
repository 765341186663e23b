package org.noisefloor.core.summary;

import org.noisefloor.api.metric.Figure;

/** Why a number is missing: the host sees sums, and tells apart what a formula's NaN or ∞ came from. */
final class Reasons {
    static final String ZERO_BY_ZERO = "undefined: 0 divided by 0";
    static final String INFINITE_TERM = "infinite at one position at least";
    static final String NO_POSITION = "undefined: there is no position";
    /** Which of the two, a sum alone cannot tell. */
    static final String UNDEFINED_TERM =
            "undefined: NaN at one position at least, or infinite terms of both signs (∞ − ∞)";

    static final String OVERFLOW = "infinite: beyond the largest float64, about 1.8e308";

    private Reasons() {}

    /**
     * Why a figure is not a finite number; empty if it is one.
     *
     * @param draws how often each position is in the sums
     */
    static String of(Figure figure, CellSums sums, int draws, double value) {
        if (Double.isFinite(value)) {
            return "";
        }
        if (sums.count() == 0) {
            return NO_POSITION;
        }
        boolean infinite = sums.reads(Double::isInfinite);
        if (Double.isInfinite(value)) {
            return infinite ? INFINITE_TERM : OVERFLOW;
        }
        if (sums.reads(Double::isNaN)) {
            return UNDEFINED_TERM;
        }
        String own = figure.formula().whyUndefined(sums, draws);
        return infinite && own.equals(ZERO_BY_ZERO)
                ? "undefined: it is made of sums that are infinite (∞ − ∞ or ∞ divided by ∞)"
                : own;
    }
}
