package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class EpsRandomTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new EpsRandom().create(new DrawOptions(DrawCount.of(3)), context);
    }

    private static Intervention epsRandom(int width) {
        return Trying.of(new EpsRandom(), new DrawOptions(DrawCount.of(8)), width);
    }

    @Test
    void keepsTheLengthOfTheErrorAndNothingOfItsDirection() {
        float[][] original = TestActivations.gaussian(200, 64, 1);
        float[][] matched = TestActivations.gaussian(200, 64, 2);
        TestActivations batch = TestActivations.of(original).matchedTo(matched);
        epsRandom(64).replace(batch);
        double cosines = 0;
        for (int row = 0; row < 200; row++) {
            double[] error = Trying.minus(matched[row], original[row]);
            double[] displacement = Trying.displacement(batch, row);
            assertThat(Trying.norm(displacement)).isCloseTo(Trying.norm(error), within(1e-5));
            cosines += Trying.cosine(error, displacement) / 200;
        }
        // the mean of 200 cosines has standard deviation 1/sqrt(200 · 64)
        assertThat(cosines).isCloseTo(0, within(0.053));
    }

    @Test
    void leavesPositionsWithoutErrorAloneAndCountsThem() {
        float[][] original = {{1, 2}, {3, 4}, {5, 6}};
        TestActivations batch = TestActivations.of(original)
                .matchedTo(new float[] {1, 2}, new float[] {3, 5}, new float[] {5, 6})
                .masked(row -> row < 2);
        Intervention epsRandom = epsRandom(2);
        epsRandom.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(1, 2);
        assertThat(batch.replacedRow(1)).isNotEqualTo(original[1]);
        assertThat(epsRandom.provenance())
                .containsEntry("kept_without_error", 1L)
                .containsEntry("kept_without_direction", 0L);
    }

    @Test
    void asksToBeMatched() {
        assertThat(epsRandom(2).needs())
                .usingRecursiveComparison()
                .isEqualTo(Needs.nothing().drawn(8).matched());
    }
}
