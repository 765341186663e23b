package org.noisefloor.core.summary;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Several tests at once: with probabilities adjusted as Holm 1979 does ("A Simple Sequentially Rejective Multiple Test Procedure"), all
 * that lie below 5 % hold together at 95 %, however the tests depend on one another.
 */
final class Holm {
    private Holm() {}

    /**
     * @param probabilities of each test; NaN where there is none, which then is none of the tests
     * @return each one adjusted: the largest so far of p·(tests that are left), from the smallest p on, at most 1; NaN stays
     */
    static double[] adjusted(double[] probabilities) {
        int[] order = IntStream.range(0, probabilities.length)
                .filter(i -> !Double.isNaN(probabilities[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> probabilities[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = probabilities.clone();
        double largest = 0;
        for (int i = 0; i < order.length; i++) {
            largest = Math.max(largest, Math.min(1, probabilities[order[i]] * (order.length - i)));
            adjusted[order[i]] = largest;
        }
        return adjusted;
    }
}
