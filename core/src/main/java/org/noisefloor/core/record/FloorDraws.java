package org.noisefloor.core.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the draws of a noise floor did at the scored positions of a sequence, beside the sums that {@link ArmPositions.Ranks}
 * gives. The draws themselves are not kept.
 *
 * @param means [point][position], over the draws
 * @param standings for each intervention that the floor is {@linkplain Layout.Floor#ranked ranked against}
 * @param halves the same of the {@linkplain Layout#mainDivergence main divergence} by halves of the draws; null for one draw
 */
public record FloorDraws(
        float[][] means, List<Standing> standings, @Nullable Halves halves) {
    /** Of what is no noise floor. */
    public static final FloorDraws NONE = new FloorDraws(new float[0][], List.of(), null);

    /**
     * Draws parted in two, so that a position that was picked for how it compares with one half is judged by the other: where a
     * few draws happen to be small, any position stands out against these.
     *
     * @param picking [position], the mean of the draws 0, 2, 4, …
     * @param telling [position], that of the others
     * @param below [ranked intervention][position], how many of the others lie strictly below it
     */
    public record Halves(float[] picking, float[] telling, List<int[]> below) {}

    /**
     * Where an intervention stands among the draws. Of a similarity S, 1 − S stands for it.
     *
     * @param below [point][position], how many draws lie strictly below the intervention
     * @param tied [point][position], how many are equal to it; empty for a point without any tie
     */
    public record Standing(int[][] below, int[][] tied) {}
}
