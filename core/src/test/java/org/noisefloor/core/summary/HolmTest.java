package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HolmTest {
    private static final Offset<Double> ROUNDING = Offset.offset(1e-15);

    @Test
    void theSmallestProbabilityPaysForAllTestsAndTheLargestForNone() {
        assertThat(Holm.adjusted(new double[] {0.04, 0.01, 0.03}))
                .containsExactly(new double[] {0.06, 0.03, 0.06}, ROUNDING);
    }

    @Test
    void noneIsSmallerThanOneBeforeItAndNoneIsAboveOne() {
        assertThat(Holm.adjusted(new double[] {0.02, 0.9, 0.021, 0.8}))
                .containsExactly(new double[] {0.08, 1, 0.08, 1}, ROUNDING);
    }

    @Test
    void whatCannotBeTestedIsNoTest() {
        assertThat(Holm.adjusted(new double[] {Double.NaN, 0.01, 0.03}))
                .containsExactly(new double[] {Double.NaN, 0.02, 0.03}, ROUNDING);
    }
}
