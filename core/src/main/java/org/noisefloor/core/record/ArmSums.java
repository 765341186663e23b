package org.noisefloor.core.record;

import java.util.List;

/**
 * What one draw of one arm gave on one sequence: sums over positions.
 *
 * @param scored sums over scored positions of the columns of all metrics of scored positions, one after the other
 * @param intervened sums over intervened positions of the columns of all metrics of intervened positions; empty for baselines
 * @param observed sums over intervened positions of what the intervention itself reported
 * @param largeNorms the intervened positions with a large activation; none for baselines
 * @param classes for each stratifier and each of its classes, the number of scored positions and their sums as in {@code scored}
 */
public record ArmSums(
        double[] scored, double[] intervened, double[] observed, LargeNorms largeNorms, List<List<ClassSums>> classes) {

    /** The scored positions of one class. */
    public record ClassSums(long count, double[] sums) {}
}
