package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class EpsRandomNormTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new EpsRandomNorm().create(new DrawOptions(DrawCount.of(3)), context);
    }

    private static Intervention epsRandomNorm(int width) {
        return Trying.of(new EpsRandomNorm(), new DrawOptions(DrawCount.of(8)), width);
    }

    @Test
    void isEpsRandomWithTheNormOfTheResult() {
        float[][] original = TestActivations.gaussian(50, 64, 1);
        float[][] matched = TestActivations.gaussian(50, 64, 2);
        TestActivations batch = TestActivations.of(original).matchedTo(matched);
        TestActivations plain = batch.masked(row -> true);
        epsRandomNorm(64).replace(batch);
        Trying.of(new EpsRandom(), new DrawOptions(DrawCount.of(8)), 64).replace(plain);
        for (int row = 0; row < 50; row++) {
            double[] replaced = Trying.wide(batch.replacedRow(row));
            assertThat(Trying.norm(replaced)).isCloseTo(Trying.norm(Trying.wide(matched[row])), within(1e-5));
            assertThat(Trying.cosine(replaced, Trying.wide(plain.replacedRow(row))))
                    .isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void aResultOfZeroGivesZero() {
        TestActivations batch = TestActivations.of(new float[] {3, 4}).matchedTo(new float[] {0, 0});
        epsRandomNorm(2).replace(batch);
        assertThat(Trying.norm(Trying.wide(batch.replacedRow(0)))).isZero();
    }

    @Test
    void aStepToZeroIsDrawnAgain() {
        // in one dimension half of the steps from 2 by 2 end at zero, which has no direction
        float[][] original = new float[100][1];
        float[][] matched = new float[100][1];
        for (int row = 0; row < 100; row++) {
            original[row][0] = 2;
            matched[row][0] = 4;
        }
        TestActivations batch = TestActivations.of(original).matchedTo(matched);
        Intervention epsRandomNorm = epsRandomNorm(1);
        epsRandomNorm.replace(batch);
        for (int row = 0; row < 100; row++) {
            assertThat(batch.replacedRow(row)).containsExactly(4);
        }
        assertThat(epsRandomNorm.provenance()).containsEntry("kept_without_direction", 0L);
    }

    @Test
    void leavesPositionsWithoutErrorAloneAndCountsThem() {
        TestActivations batch = TestActivations.of(new float[] {1, 2}).matchedTo(new float[] {1, 2});
        Intervention epsRandomNorm = epsRandomNorm(2);
        epsRandomNorm.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(1, 2);
        assertThat(epsRandomNorm.provenance()).containsEntry("kept_without_error", 1L);
    }
}
