package org.noisefloor.core.record;

import java.util.List;
import java.util.SortedMap;

/**
 * What is kept of an arm's single positions on one sequence: all that sums over positions cannot tell.
 *
 * @param histograms for each {@linkplain Layout#points point} that is a divergence, how many positions of all draws fall into each
 *     bin of {@link Histogram}; empty maps for the other points
 * @param values [point][scored position], of arms that are not random; empty otherwise: draws would be gigabytes
 * @param ranks if this arm is a noise floor: for each intervention that it is {@linkplain Layout.Floor#ranked ranked against}, and each
 *     point, where the intervention stands among the draws
 * @param shown what only a reader of single positions looks at
 */
public record ArmPositions(
        List<SortedMap<Integer, Integer>> histograms, double[][] values, List<List<Ranks>> ranks, Shown shown) {

    /** Without what only a reader of single positions looks at. */
    public ArmPositions(List<SortedMap<Integer, Integer>> histograms, double[][] values, List<List<Ranks>> ranks) {
        this(histograms, values, ranks, Shown.NONE);
    }

    /**
     * No figure is made from it.
     *
     * @param spliced what the spliced model predicts, if this arm is an intervention that is not random
     * @param classes [stratifier][scored position], of the same arms: the index of the class
     * @param draws if this arm is a noise floor, its draws position by position
     */
    public record Shown(Predictions spliced, int[][] classes, FloorDraws draws) {
        /** Of an arm whose single positions are not shown, and which is no floor of one. */
        public static final Shown NONE = new Shown(Predictions.NONE, new int[0][], FloorDraws.NONE);
    }

    /**
     * Positions counted by where the intervention's value stands among the floor's draws at the same position. Of a
     * similarity S, 1 − S stands for it.
     *
     * @param above strictly above all draws
     * @param below strictly below all draws
     * @param tied equal to at least one draw
     * @param midRank sum over positions of (draws below + half of the ties) / K
     */
    public record Ranks(int above, int below, int tied, double midRank) {}
}
