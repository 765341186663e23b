package org.noisefloor.core.record;

/**
 * What it takes to report the intervened positions of a sequence once more without attention sinks. Those are told by the
 * median norm of the whole run, so they are known only in the end: each position that may turn out to be one is kept on its
 * own.
 *
 * @param norms ‖a‖ at each intervened position
 * @param large the positions that may be sinks, as indices into {@code norms}
 * @param intervened for each of these, what it adds to {@link ArmSums.Intervened#sums}
 * @param observed for each of these, what it adds to {@link ArmSums.Intervened#observed}
 */
public record LargeNorms(float[] norms, int[] large, double[][] intervened, double[][] observed) {
    /** Of a baseline, and of a run without a metric of intervened positions. */
    public static final LargeNorms NONE = new LargeNorms(new float[0], new int[0], new double[0][], new double[0][]);
}
