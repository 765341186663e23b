package org.noisefloor.core.config;

import org.noisefloor.api.Option;

/** The range of an option's numbers. An end is {@code min} or {@code max}, which belong to it, or {@code above} or {@code below}, which do not. */
record Bounds(double low, boolean isLowExcluded, double high, boolean isHighExcluded) {

    static Bounds of(Option option) {
        boolean above = option.above() >= option.min() && !Double.isInfinite(option.above());
        boolean below = option.below() <= option.max() && !Double.isInfinite(option.below());
        return new Bounds(above ? option.above() : option.min(), above, below ? option.below() : option.max(), below);
    }

    boolean hold(double number) {
        return (isLowExcluded ? number > low : number >= low) && (isHighExcluded ? number < high : number <= high);
    }

    /** The smallest whole number; a double outside the range of long is cast to the end of that range. */
    long smallest() {
        return (long) (isLowExcluded ? Math.floor(low) + 1 : Math.ceil(low));
    }

    /** The largest whole number. */
    long largest() {
        return (long) (isHighExcluded ? Math.ceil(high) - 1 : Math.floor(high));
    }

    /** {@code 1 to 8}, {@code at least 1}, {@code above 0 and at most 1}; empty for anything. */
    String inWords() {
        if (!isLowExcluded && !isHighExcluded) {
            return between(Double.isInfinite(low) ? "" : shortest(low), Double.isInfinite(high) ? "" : shortest(high));
        }
        String from = Double.isInfinite(low) ? "" : (isLowExcluded ? "above " : "at least ") + shortest(low);
        String to = Double.isInfinite(high) ? "" : (isHighExcluded ? "below " : "at most ") + shortest(high);
        return from + (from.isEmpty() || to.isEmpty() ? "" : " and ") + to;
    }

    static String between(String min, String max) {
        if (min.isEmpty()) {
            return max.isEmpty() ? "" : "at most " + max;
        }
        return max.isEmpty() ? "at least " + min : min + " to " + max;
    }

    /** Whether a range in words starts with an end that does not belong to it. */
    static boolean isOpen(String range) {
        return range.startsWith("above ") || range.startsWith("below ");
    }

    private static String shortest(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? "" + (long) number : "" + number;
    }
}
