package org.noisefloor.core.record;

import java.util.List;

/**
 * What the draws of a noise floor did at the scored positions of a sequence, beside the sums that {@link ArmPositions.Ranks}
 * gives. The draws themselves are not kept.
 *
 * @param means [point][position], over the draws
 * @param standings for each intervention that the floor is {@linkplain Layout.Floor#ranked ranked against}
 */
public record FloorDraws(float[][] means, List<Standing> standings) {
    /** Of what is no noise floor. */
    public static final FloorDraws NONE = new FloorDraws(new float[0][], List.of());

    /**
     * Where an intervention stands among the draws. Of a similarity S, 1 − S stands for it.
     *
     * @param below [point][position], how many draws lie strictly below the intervention
     * @param tied [point][position], how many are equal to it; empty for a point without any tie
     */
    public record Standing(int[][] below, int[][] tied) {}
}
