package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class TangentRandomTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new TangentRandom().create(new DrawOptions(DrawCount.of(3)), context);
    }

    private static Intervention tangentRandom(int width) {
        return Trying.of(new TangentRandom(), new DrawOptions(DrawCount.of(8)), width);
    }

    @Test
    void keepsTheLengthOfTheErrorTheNormOfTheResultAndTheCosine() {
        float[][] original = TestActivations.gaussian(200, 64, 1);
        float[][] matched = TestActivations.gaussian(200, 64, 2);
        TestActivations batch = TestActivations.of(original).matchedTo(matched);
        tangentRandom(64).replace(batch);
        for (int row = 0; row < 200; row++) {
            double[] a = Trying.wide(original[row]);
            double[] result = Trying.wide(matched[row]);
            double[] replaced = Trying.wide(batch.replacedRow(row));
            assertThat(Trying.norm(Trying.displacement(batch, row)))
                    .isCloseTo(Trying.norm(Trying.minus(matched[row], original[row])), within(1e-5));
            assertThat(Trying.norm(replaced)).isCloseTo(Trying.norm(result), within(1e-5));
            assertThat(Trying.cosine(replaced, a)).isCloseTo(Trying.cosine(result, a), within(1e-6));
        }
    }

    @Test
    void whatIsOrthogonalToTheActivationIsRandom() {
        float[][] original = new float[300][24];
        float[][] matched = new float[300][24];
        for (int row = 0; row < 300; row++) {
            original[row][0] = 1;
            matched[row][0] = 0.5f;
            matched[row][1] = 2;
        }
        TestActivations batch = TestActivations.of(original).matchedTo(matched);
        tangentRandom(24).replace(batch);
        double[] means = new double[24];
        double[] squares = new double[24];
        for (int row = 0; row < 300; row++) {
            for (int i = 0; i < 24; i++) {
                double x = batch.replacedRow(row)[i];
                means[i] += x / 300;
                squares[i] += x * x / 300;
            }
        }
        assertThat(means[0]).isCloseTo(0.5, within(1e-6));
        // a direction in 23 dimensions, of length 2: variance 4/23 of each, six standard errors
        for (int i = 1; i < 24; i++) {
            assertThat(means[i]).isCloseTo(0, within(0.145));
            assertThat(squares[i]).isCloseTo(4 / 23.0, within(0.085));
        }
    }

    @Test
    void atAnActivationOfZeroItIsEpsRandom() {
        TestActivations batch = TestActivations.of(new float[5][8]).matchedTo(TestActivations.gaussian(5, 8, 3));
        TestActivations expected = batch.masked(row -> true);
        tangentRandom(8).replace(batch);
        Trying.of(new EpsRandom(), new DrawOptions(DrawCount.of(8)), 8).replace(expected);
        for (int row = 0; row < 5; row++) {
            assertThat(batch.replacedRow(row)).containsExactly(expected.replacedRow(row));
        }
    }

    @Test
    void anErrorAlongTheActivationIsKeptWhole() {
        TestActivations batch = TestActivations.of(new float[] {4}).matchedTo(new float[] {3});
        Intervention tangentRandom = tangentRandom(1);
        tangentRandom.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(3);
        assertThat(tangentRandom.provenance()).containsEntry("kept_without_direction", 0L);
    }

    @Test
    void leavesPositionsWithoutErrorAloneAndCountsThem() {
        TestActivations batch = TestActivations.of(new float[] {1, 2}).matchedTo(new float[] {1, 2});
        Intervention tangentRandom = tangentRandom(2);
        tangentRandom.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(1, 2);
        assertThat(tangentRandom.provenance()).containsEntry("kept_without_error", 1L);
    }
}
