package org.noisefloor.core.record;

import java.util.List;

/**
 * What one draw of one arm gave on one sequence: sums over positions.
 *
 * @param scored sums over scored positions of the columns of all metrics of scored positions, one after the other
 * @param ends sums of the same columns over the last position of the sequence, where it is scored without a correct token: 0 for
 *     metrics that need one; empty where it is not scored
 * @param intervened sums over intervened positions of the columns of all metrics of intervened positions; empty for baselines
 * @param observed sums over intervened positions of what the intervention itself reported
 * @param relativeError of interventions, Σ (‖ã − a‖/‖a‖)² over the scored positions with a ≠ 0, and their number; empty for
 *     baselines
 * @param largeNorms the intervened positions with a large activation; none for baselines
 * @param infinite for each column of {@code scored} that {@linkplain Layout#numbers is a number}, how often it is infinite; empty if
 *     none ever is
 * @param finite for each such column, its sum over the other positions; empty if none is infinite
 * @param classes for each stratifier and each of its classes, the scored positions in it
 */
public record ArmSums(
        double[] scored,
        double[] ends,
        double[] intervened,
        double[] observed,
        double[] relativeError,
        LargeNorms largeNorms,
        int[] infinite,
        double[] finite,
        List<List<ClassSums>> classes) {

    /**
     * The scored positions of one class.
     *
     * @param sums as in {@code scored}, but of columns that are a number alone: {@link Layout#numbers}
     */
    public record ClassSums(long count, double[] sums) {}
}
