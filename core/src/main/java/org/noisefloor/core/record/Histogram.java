package org.noisefloor.core.record;

/**
 * Bins of a divergence at single positions: bin i is [10^(−16 + i/10), 10^(−16 + (i+1)/10)), i = 0..189; smaller values are in
 * bin 0, larger ones in bin 189, zero in a bin of its own.
 */
public final class Histogram {
    /** The bin of zero. */
    public static final int ZERO = -1;

    private static final int BINS = 190;

    private Histogram() {}

    /** The bin of a value that is not negative. */
    public static int bin(double value) {
        if (value == 0) {
            return ZERO;
        }
        int bin = (int) Math.floor(10 * (StrictMath.log10(value) + 16));
        bin = Math.max(0, Math.min(BINS - 1, bin));
        // the logarithm of an edge may round to either side of it
        if (bin + 1 < BINS && value >= lowerEnd(bin + 1)) {
            return bin + 1;
        }
        return bin > 0 && value < lowerEnd(bin) ? bin - 1 : bin;
    }

    /** The smallest value of a bin. */
    public static double lowerEnd(int bin) {
        return bin == ZERO ? 0 : StrictMath.pow(10, -16 + bin / 10.0);
    }
}
