package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AgainstBiasTest {
    private static final float[] BIAS = {1, 0};
    private static final float[] ACTIVATION = {3, 4};

    @Test
    void aReconstructionNearerThanTheBiasGivesNoNote() {
        AgainstBias good = new AgainstBias(3);
        good.add(0, ACTIVATION, new double[] {3, 3}, BIAS);
        assertThat(good.note()).isEmpty();
    }

    /** ‖ã − a‖² = 40 and ‖b − a‖² = 20. */
    @Test
    void oneFartherThanTheBiasDoes() {
        AgainstBias bad = new AgainstBias(3);
        bad.add(0, ACTIVATION, new double[] {-3, 2}, BIAS);
        assertThat(bad.note().orElseThrow())
                .startsWith("the reconstruction is 2.00 times as far from the activation as the decoder's bias alone");
    }

    @Test
    void allRowsCountTogether() {
        AgainstBias mixed = new AgainstBias(3);
        mixed.add(0, ACTIVATION, new double[] {-3, 2}, BIAS);
        mixed.add(1, ACTIVATION, new double[] {3, 4}, BIAS);
        mixed.add(2, ACTIVATION, new double[] {3, 4}, BIAS);
        assertThat(mixed.note()).isEmpty();
    }

    @Test
    void thereIsNothingToSayBeforeARowOrAfterOneThatIsNotFinite() {
        AgainstBias none = new AgainstBias(3);
        assertThat(none.note()).isEmpty();
        none.add(0, ACTIVATION, new double[] {Double.NaN, 2}, BIAS);
        assertThat(none.note()).isEmpty();
    }
}
