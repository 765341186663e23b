package org.noisefloor.core.run;

import java.util.Arrays;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.core.record.Arm.Draws;

/**
 * What part of a figure's variance comes from random draws. A mean over S sequences with k draws each has the variance (B + W/k)/S, W that
 * of one draw within a sequence and B that between sequences. Both are estimated by moments: W by the mean over sequences of the variance
 * between their draws, B + W/k by the variance between the sequences' means. Other figures enter by their effects to first order (the delta
 * method): for a ratio, numerator − ratio × denominator.
 *
 * @param between an estimate of B, which may come out negative
 * @param draws of W
 */
record DrawShare(double between, double draws) {
    /** More are not made, whatever their share. */
    static final int MOST = 16;

    /**
     * Of a mean over positions.
     *
     * @param sums [sequence][draw]
     * @param positions of each sequence
     */
    static DrawShare ofMean(double[][] sums, double[] positions) {
        double mean = total(sums) / total(positions);
        return of(new double[sums.length], -1, sums, mean, positions);
    }

    /**
     * Of a ratio of means.
     *
     * @param above by sequence
     * @param below [sequence][draw]
     */
    static DrawShare ofRatio(double[] above, double[][] below) {
        return of(above, total(above) / total(below), below, 0, above);
    }

    /** Of the difference of two means over positions. */
    static DrawShare ofDifference(double[] of, double[][] from, double[] positions) {
        return of(of, 1, from, (total(of) - total(from)) / total(positions), positions);
    }

    /** By effects: first − slope × sums − offset × positions. */
    private static DrawShare of(double[] first, double slope, double[][] sums, double offset, double[] positions) {
        int sequences = sums.length;
        double within = 0;
        double squares = 0;
        for (int s = 0; s < sequences; s++) {
            double mean = Arrays.stream(sums[s]).average().orElseThrow();
            double effect = first[s] - slope * mean - offset * positions[s];
            squares += effect * effect / (sequences - 1);
            for (double draw : sums[s]) {
                double luck = slope * (draw - mean);
                within += luck * luck / (sums[s].length - 1) / sequences;
            }
        }
        return new DrawShare(squares - within / sums[0].length, within);
    }

    /** Of the means over draws. */
    private static double total(double[][] sums) {
        return Arrays.stream(sums)
                .mapToDouble(draws -> Arrays.stream(draws).average().orElseThrow())
                .sum();
    }

    private static double total(double[] numbers) {
        return Arrays.stream(numbers).sum();
    }

    /** Whether it tells anything. */
    boolean isDefined() {
        return Double.isFinite(between) && Double.isFinite(draws);
    }

    /** With so many draws. */
    double with(int count) {
        double luck = draws / count;
        return luck == 0 ? 0 : luck / (Math.max(0, between) + luck);
    }

    /** The fewest draws that keep the share small; the most if none do. */
    int enough() {
        int count = Draws.FEWEST;
        while (count < MOST && with(count) > ArmReport.Pilot.ENOUGH) {
            count++;
        }
        return count;
    }
}
