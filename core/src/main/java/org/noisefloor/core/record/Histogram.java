package org.noisefloor.core.record;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How many values of a divergence at single positions fall into each bin: bin i is [10^(−16 + i/10), 10^(−16 + (i+1)/10)),
 * i = 0..189; smaller values are in bin 0, larger ones in bin 189, zero in a bin of its own, NaN in none.
 */
public final class Histogram {
    /** The bin of zero. */
    public static final int ZERO = -1;

    private static final int BINS = 190;

    private static final double[] LOWER_ENDS =
            IntStream.range(0, BINS).mapToDouble(Histogram::lowerEnd).toArray();

    /** By bin, that of zero first. */
    private final int[] counts = new int[1 + BINS];

    /** @param value not negative; NaN is not counted */
    public void count(double value) {
        if (!Double.isNaN(value)) {
            counts[bin(value) - ZERO]++;
        }
    }

    /** The bins that hold any, and how many. */
    public SortedMap<Integer, Integer> counts() {
        SortedMap<Integer, Integer> byBin = new TreeMap<>();
        for (int bin = ZERO; bin < BINS; bin++) {
            int count = counts[bin - ZERO];
            if (count > 0) {
                byBin.put(bin, count);
            }
        }
        return byBin;
    }

    /** The bin of a value that is not negative; NaN has none. */
    public static int bin(double value) {
        if (value == 0) {
            return ZERO;
        }
        int at = Arrays.binarySearch(LOWER_ENDS, value);
        return at >= 0 ? at : Math.max(0, -at - 2);
    }

    /** The smallest value of a bin. */
    public static double lowerEnd(int bin) {
        return bin == ZERO ? 0 : StrictMath.pow(10, -16 + bin / 10.0);
    }
}
