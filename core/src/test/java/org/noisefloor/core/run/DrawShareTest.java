package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DrawShareTest {
    private static final int SEQUENCES = 20_000;

    private final SplittableRandom random = new SplittableRandom(3);

    /** Sums over ten positions: a sequence's own mean, of standard deviation {@code between}, and luck of standard deviation 1 in each draw. */
    private double[][] sums(double mean, double between) {
        double[][] sums = new double[SEQUENCES][2];
        for (double[] draws : sums) {
            double own = mean + between * random.nextGaussian();
            for (int k = 0; k < draws.length; k++) {
                draws[k] = own + random.nextGaussian();
            }
        }
        return sums;
    }

    private static double[] positions() {
        double[] positions = new double[SEQUENCES];
        Arrays.fill(positions, 10);
        return positions;
    }

    @Test
    void partsTheVarianceOfAMeanIntoThatOfSequencesAndThatOfDraws() {
        DrawShare share = DrawShare.ofMean(sums(5, 2), positions());
        assertThat(share.draws()).isCloseTo(1, within(0.03));
        assertThat(share.between()).isCloseTo(4, within(0.15));
        assertThat(share.with(2)).isCloseTo(0.5 / 4.5, within(0.005));
    }

    @Test
    void ofARatioWhatBothSidesHaveInCommonIsNoVariance() {
        double[][] below = sums(50, 2);
        double[] above = new double[SEQUENCES];
        for (int s = 0; s < SEQUENCES; s++) {
            // the same text is hard for both: what is left is a deviation of 1, and the luck of the draws below
            double common = (below[s][0] + below[s][1]) / 2;
            above[s] = 2 * common + random.nextGaussian();
        }
        DrawShare share = DrawShare.ofRatio(above, below);
        assertThat(share.draws()).as("luck counts as often as the ratio says").isCloseTo(4, within(0.15));
        assertThat(share.between() + share.draws() / 2).isCloseTo(1, within(0.05));
    }

    @Test
    void ofADifferenceItIsTheSpreadOfTheDifferences() {
        double[] of = new double[SEQUENCES];
        for (int s = 0; s < SEQUENCES; s++) {
            of[s] = 8 + 3 * random.nextGaussian();
        }
        DrawShare share = DrawShare.ofDifference(of, sums(5, 0), positions());
        assertThat(share.draws()).isCloseTo(1, within(0.03));
        assertThat(share.between()).isCloseTo(9, within(0.3));
    }

    @Test
    void takesTheFewestDrawsThatKeepTheShareUnderATenth() {
        assertThat(new DrawShare(1, 0.5).enough()).isEqualTo(5);
        assertThat(new DrawShare(1, 0.5).with(5)).isLessThan(0.1);
        assertThat(new DrawShare(1, 0.5).with(4)).isGreaterThan(0.1);
    }

    @Test
    void takesTwoAtLeastAndSixteenAtMost() {
        assertThat(new DrawShare(1, 0).enough()).isEqualTo(2);
        assertThat(new DrawShare(1, 100).enough()).isEqualTo(16);
        assertThat(new DrawShare(-0.1, 1).enough()).as("more luck than spread").isEqualTo(16);
    }
}
