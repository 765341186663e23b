package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class TowardOtherTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new TowardOther().create(new PoolOptions(DrawCount.of(3), PoolOf.CALIBRATION), context);
    }

    @Nested
    final class FromTheSequenceTest implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return new TowardOther().create(new PoolOptions(DrawCount.of(3), PoolOf.SEQUENCE), context);
        }

        @Override
        public boolean readsTheSequence() {
            return true;
        }
    }

    private static Intervention towardOther(PoolOf pool, int width) {
        return Trying.of(new TowardOther(), new PoolOptions(DrawCount.of(8), pool), width);
    }

    @Test
    void stepsTowardsThePooledActivationAsFarAsTheError() {
        float[] other = TestActivations.gaussian(1, 16, 5)[0];
        float[][] original = TestActivations.gaussian(30, 16, 1);
        float[][] matched = TestActivations.gaussian(30, 16, 2);
        Intervention toward = towardOther(PoolOf.CALIBRATION, 16);
        Trying.calibrate(toward, TestActivations.of(other).matchedTo(other));
        TestActivations batch = TestActivations.of(original).matchedTo(matched);
        toward.replace(batch);
        for (int row = 0; row < 30; row++) {
            double[] step = Trying.displacement(batch, row);
            assertThat(Trying.norm(step))
                    .isCloseTo(Trying.norm(Trying.minus(matched[row], original[row])), within(1e-5));
            assertThat(Trying.cosine(step, Trying.minus(other, original[row]))).isCloseTo(1, within(1e-10));
        }
    }

    @Test
    void takesEachPooledActivationEquallyOften() {
        Intervention toward = towardOther(PoolOf.CALIBRATION, 2);
        Trying.calibrate(
                toward,
                TestActivations.of(new float[] {1, 0}, new float[] {0, 1}, new float[] {0, -1}, new float[] {7, 7})
                        .masked(row -> row < 3));
        float[][] matched = new float[6000][2];
        for (float[] row : matched) {
            row[0] = 2;
        }
        TestActivations batch = TestActivations.of(new float[6000][2]).matchedTo(matched);
        toward.replace(batch);
        int[] counts = new int[3];
        for (int row = 0; row < 6000; row++) {
            float[] replaced = batch.replacedRow(row);
            counts[replaced[0] == 2 ? 0 : replaced[1] == 2 ? 1 : 2]++;
            assertThat(Math.abs(replaced[0] + replaced[1])).isEqualTo(2);
        }
        // six standard deviations of a count
        assertThat(counts).satisfies(three -> {
            for (int count : three) {
                assertThat(count).isBetween(1780, 2220);
            }
        });
    }

    @Test
    void anEqualActivationIsDrawnAgain() {
        Intervention toward = towardOther(PoolOf.CALIBRATION, 2);
        Trying.calibrate(toward, TestActivations.of(new float[] {0, 0}, new float[] {0, 3}));
        float[][] matched = new float[50][2];
        for (float[] row : matched) {
            row[0] = 2;
        }
        TestActivations batch = TestActivations.of(new float[50][2]).matchedTo(matched);
        toward.replace(batch);
        for (int row = 0; row < 50; row++) {
            assertThat(batch.replacedRow(row)).containsExactly(0, 2);
        }
    }

    @Test
    void whereAllOthersAreEqualTheActivationStaysAndIsCounted() {
        Intervention toward = towardOther(PoolOf.SEQUENCE, 2);
        TestActivations batch = TestActivations.of(new float[] {1, 2}, new float[] {1, 2})
                .matchedTo(new float[] {5, 5}, new float[] {1, 2});
        toward.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(1, 2);
        assertThat(toward.provenance())
                .containsEntry("kept_without_direction", 1L)
                .containsEntry("kept_without_error", 1L);
    }

    @Test
    void withoutCalibrationPositionsItIsAUsersError() {
        Intervention toward = towardOther(PoolOf.CALIBRATION, 2);
        TestActivations batch = TestActivations.of(new float[] {1, 2}).matchedTo(new float[] {2, 2});
        toward.calibrate(batch.masked(row -> false));
        assertThatThrownBy(toward::calibrated).isInstanceOf(UserError.class).hasMessageContaining("'toward_other'");
    }

    @Test
    void asksForCalibrationOnlyIfItsPoolIsMadeFromIt() {
        assertThat(towardOther(PoolOf.CALIBRATION, 2).needs())
                .usingRecursiveComparison()
                .isEqualTo(Needs.nothing().drawn(8).matched().calibrated());
        assertThat(towardOther(PoolOf.SEQUENCE, 2).needs())
                .usingRecursiveComparison()
                .isEqualTo(Needs.nothing().drawn(8).matched());
    }
}
