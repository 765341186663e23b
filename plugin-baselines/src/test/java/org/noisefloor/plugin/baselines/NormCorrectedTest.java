package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class NormCorrectedTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new NormCorrected().create(new NoOptions(), context);
    }

    private static Intervention normCorrected(int width) {
        return Trying.of(new NormCorrected(), new NoOptions(), width);
    }

    @Test
    void keepsTheDirectionOfTheResultAndTheNormOfTheActivation() {
        float[][] original = TestActivations.gaussian(50, 64, 1);
        float[][] matched = TestActivations.gaussian(50, 64, 2);
        TestActivations batch = TestActivations.of(original).matchedTo(matched);
        normCorrected(64).replace(batch);
        for (int row = 0; row < 50; row++) {
            double[] replaced = Trying.wide(batch.replacedRow(row));
            assertThat(Trying.norm(replaced)).isCloseTo(Trying.norm(Trying.wide(original[row])), within(1e-5));
            assertThat(Trying.cosine(replaced, Trying.wide(matched[row]))).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void undoesShrinkage() {
        TestActivations batch = TestActivations.of(new float[] {3, -4}).matchedTo(new float[] {1.5f, -2});
        normCorrected(2).replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(3, -4);
    }

    @Test
    void whatIsZeroOrUnchangedStaysAndIsCounted() {
        TestActivations batch = TestActivations.of(new float[] {3, 4}, new float[] {0.1f, 0.3f}, new float[] {0, 0})
                .matchedTo(new float[] {0, 0}, new float[] {0.1f, 0.3f}, new float[] {1, 2});
        Intervention normCorrected = normCorrected(2);
        normCorrected.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(3, 4);
        assertThat(batch.replacedRow(1)).containsExactly(0.1f, 0.3f);
        assertThat(batch.replacedRow(2)).containsExactly(0, 0);
        assertThat(normCorrected.provenance())
                .containsEntry("kept_without_error", 1L)
                .containsEntry("kept_without_direction", 1L);
    }
}
