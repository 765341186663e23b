package org.noisefloor.core.record;

import java.util.List;

/**
 * What one draw of one arm gave on one sequence: sums over positions.
 *
 * @param scored over scored positions
 * @param intervened over intervened positions
 * @param classes for each stratifier and each of its classes, the scored positions in it
 */
public record ArmSums(Scored scored, Intervened intervened, List<List<ClassSums>> classes) {

    /** The same without what classes of positions are told by. */
    public ArmSums withoutClasses() {
        return new ArmSums(scored, intervened, List.of());
    }

    /**
     * Sums of the columns of all metrics of scored positions.
     *
     * @param sums over scored positions
     * @param ends over the last position of the sequence, where it is scored without a correct token: 0 for metrics that need
     *     one; empty where it is not scored
     * @param infinite for each column {@linkplain ColumnLayout#numbers that is a number}, how often it is infinite; empty if none
     *     ever is
     * @param finite for each such column, its sum over the other positions; empty if none is infinite
     */
    public record Scored(double[] sums, double[] ends, int[] infinite, double[] finite) {}

    /**
     * Of an intervention; empty arrays for other arms.
     *
     * @param sums of the columns of all metrics of intervened positions
     * @param observed of what the intervention itself reported
     * @param relativeError Σ (‖ã − a‖/‖a‖)² over the scored positions with a ≠ 0, and their number
     * @param largeNorms the intervened positions with a large activation
     */
    public record Intervened(double[] sums, double[] observed, double[] relativeError, LargeNorms largeNorms) {
        /** Of an arm that is no intervention. */
        public static final Intervened NONE =
                new Intervened(new double[0], new double[0], new double[0], LargeNorms.NONE);
    }

    /**
     * The scored positions of one class.
     *
     * @param sums of the columns that are a number alone, see {@link ColumnLayout#numbers}
     */
    public record ClassSums(long count, double[] sums) {}
}
