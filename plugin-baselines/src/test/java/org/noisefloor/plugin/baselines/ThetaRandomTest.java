package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class ThetaRandomTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new ThetaRandom().create(new DrawOptions(DrawCount.of(3)), context);
    }

    private static Intervention thetaRandom(int width) {
        return Trying.of(new ThetaRandom(), new DrawOptions(DrawCount.of(8)), width);
    }

    @Test
    void keepsTheCosineAndTheNormOfTheActivation() {
        float[][] original = TestActivations.gaussian(200, 64, 1);
        float[][] matched = TestActivations.gaussian(200, 64, 2);
        TestActivations batch = TestActivations.of(original).matchedTo(matched);
        thetaRandom(64).replace(batch);
        double cosines = 0;
        for (int row = 0; row < 200; row++) {
            double[] a = Trying.wide(original[row]);
            double[] result = Trying.wide(matched[row]);
            double[] replaced = Trying.wide(batch.replacedRow(row));
            assertThat(Trying.norm(replaced)).isCloseTo(Trying.norm(a), within(1e-5));
            assertThat(Trying.cosine(replaced, a)).isCloseTo(Trying.cosine(result, a), within(1e-6));
            cosines += Trying.cosine(replaced, result) / 200;
        }
        // nothing of the direction is kept but the angle, here a right one; standard deviation 1/sqrt(200 · 64)
        assertThat(cosines).isCloseTo(0, within(0.053));
    }

    @Test
    void aSmallAngleIsKeptAlthoughItsCosineRoundsToOne() {
        // sin θ = 1e-9; an activation of two entries can be turned to two sides only
        TestActivations batch = TestActivations.of(new float[] {1, 0}).matchedTo(new float[] {1, 1e-9f});
        thetaRandom(2).replace(batch);
        assertThat(batch.replacedRow(0)[0]).isEqualTo(1);
        assertThat(Math.abs(batch.replacedRow(0)[1])).isEqualTo(1e-9f);
    }

    @Test
    void anAngleOfZeroOrOfHalfATurnNeedsNoDirection() {
        TestActivations batch =
                TestActivations.of(new float[] {2}, new float[] {2}).matchedTo(new float[] {6}, new float[] {-1});
        thetaRandom(1).replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(2);
        assertThat(batch.replacedRow(1)).containsExactly(-2);
    }

    @Test
    void withoutAnAngleTheActivationStaysAndIsCounted() {
        TestActivations batch = TestActivations.of(new float[] {0, 0}, new float[] {3, 4}, new float[] {1, 1})
                .matchedTo(new float[] {1, 2}, new float[] {0, 0}, new float[] {1, 1});
        Intervention thetaRandom = thetaRandom(2);
        thetaRandom.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(0, 0);
        assertThat(batch.replacedRow(1)).containsExactly(3, 4);
        assertThat(batch.replacedRow(2)).containsExactly(1, 1);
        assertThat(thetaRandom.provenance())
                .containsEntry("kept_without_direction", 2L)
                .containsEntry("kept_without_error", 1L);
    }
}
