package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.core.summary.DoseResponse.Dose;

class DoseResponseTest {
    private static final double[] DOSES = {0.1, 0.2, 0.4};

    @Test
    void aPowerLawIsReadBackExactly() {
        DoseResponse curve = new DoseResponse(DOSES, new double[] {0.01, 0.04, 0.16}, 0);
        assertThat(curve.of(0.09).value()).isCloseTo(0.3, within(1e-12));
        assertThat(curve.of(0.09).bound()).isEqualTo('=');
        assertThat(curve.of(0.04).value()).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void beyondTheMeasuredDosesOnlyABoundIsGiven() {
        DoseResponse curve = new DoseResponse(DOSES, new double[] {0.01, 0.04, 0.16}, 0);
        assertThat(curve.of(0.001)).isEqualTo(new Dose(0.1, '<'));
        assertThat(curve.of(1)).isEqualTo(new Dose(0.4, '>'));
    }

    @Test
    void aDipIsFilledByTheRunningMaximum() {
        DoseResponse curve = new DoseResponse(DOSES, new double[] {0.04, 0.03, 0.16}, 0);
        assertThat(curve.of(0.04).value()).isEqualTo(0.1);
        assertThat(curve.of(0.08).value()).isCloseTo(0.2 * Math.sqrt(2), within(1e-12));
    }

    @Test
    void dosesThatDoNoMoreThanArithmeticAreLeftOut() {
        DoseResponse curve = new DoseResponse(DOSES, new double[] {-0.01, 0.04, 0.16}, 0.05);
        assertThat(curve.of(0.1)).isEqualTo(new Dose(0.4, '<'));
        assertThat(new DoseResponse(DOSES, new double[] {0, -1, 0}, 0).of(0.1).value())
                .isNaN();
    }

    @Test
    void damageThatIsNotPositiveOrInfiniteIsBeyondTheMeasuredDoses() {
        DoseResponse curve = new DoseResponse(DOSES, new double[] {0.01, 0.04, 0.16}, 0);
        assertThat(curve.of(0)).isEqualTo(new Dose(0.1, '<'));
        assertThat(curve.of(-1)).isEqualTo(new Dose(0.1, '<'));
        assertThat(curve.of(Double.POSITIVE_INFINITY)).isEqualTo(new Dose(0.4, '>'));
        assertThat(curve.of(Double.NaN).value()).isNaN();
    }

    @Test
    void aDoseThatDoesInfiniteDamageIsLeftOut() {
        DoseResponse curve = new DoseResponse(DOSES, new double[] {0.01, 0.04, Double.POSITIVE_INFINITY}, 0);
        assertThat(curve.of(1)).isEqualTo(new Dose(0.2, '>'));
    }
}
