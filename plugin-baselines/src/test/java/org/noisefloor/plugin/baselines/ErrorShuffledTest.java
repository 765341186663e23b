package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class ErrorShuffledTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new ErrorShuffled().create(new PoolOptions(DrawCount.of(3), PoolOf.CALIBRATION), context);
    }

    @Nested
    final class FromTheSequenceTest implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return new ErrorShuffled().create(new PoolOptions(DrawCount.of(3), PoolOf.SEQUENCE), context);
        }

        @Override
        public boolean readsTheSequence() {
            return true;
        }
    }

    private static Intervention errorShuffled(PoolOf pool) {
        return Trying.of(new ErrorShuffled(), new PoolOptions(DrawCount.of(8), pool), 3);
    }

    /** Errors of length 2, 3 and 5 along the axes, one position without, and one outside the mask. */
    private static TestActivations calibration() {
        float[][] original = TestActivations.gaussian(5, 3, 9);
        float[][] matched = new float[5][];
        for (int row = 0; row < 5; row++) {
            matched[row] = original[row].clone();
        }
        matched[0][0] += 2;
        matched[1][1] += 3;
        matched[2][2] -= 5;
        matched[4][0] = -7;
        return TestActivations.of(original).matchedTo(matched).masked(row -> row < 4);
    }

    @Test
    void stepsAlongThePooledErrorsEquallyOftenAndAsFarAsItsOwn() {
        Intervention shuffled = errorShuffled(PoolOf.CALIBRATION);
        Trying.calibrate(shuffled, calibration());
        float[][] matched = new float[6000][3];
        for (float[] row : matched) {
            row[1] = 4;
        }
        TestActivations batch = TestActivations.of(new float[6000][3]).matchedTo(matched);
        shuffled.replace(batch);
        int[] counts = new int[3];
        for (int row = 0; row < 6000; row++) {
            double[] step = Trying.displacement(batch, row);
            assertThat(Trying.norm(step)).isCloseTo(4, within(1e-5));
            int axis = IntStream.range(0, 3)
                    .filter(i -> Math.abs(step[i]) > 3.9)
                    .findFirst()
                    .orElseThrow();
            assertThat(step[axis] > 0).isEqualTo(axis < 2);
            counts[axis]++;
        }
        // six standard deviations of a count
        assertThat(IntStream.of(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(1780, 2220));
        assertThat(shuffled.provenance())
                .containsEntry("calibration_positions", 3L)
                .containsEntry("kept_without_error", 0L);
    }

    @Test
    void withinASequenceItTakesTheErrorOfAnotherPosition() {
        TestActivations batch = calibration().masked(row -> row < 2);
        Intervention shuffled = errorShuffled(PoolOf.SEQUENCE);
        shuffled.replace(batch);
        assertThat(Trying.displacement(batch, 0)).containsExactly(new double[] {0, 2, 0}, within(1e-6));
        assertThat(Trying.displacement(batch, 1)).containsExactly(new double[] {3, 0, 0}, within(1e-6));
    }

    @Test
    void aPositionThatHasNoOtherWithAnErrorStaysAndIsCounted() {
        TestActivations batch = calibration().masked(row -> row == 2 || row == 3);
        Intervention shuffled = errorShuffled(PoolOf.SEQUENCE);
        shuffled.replace(batch);
        assertThat(batch.replacedRow(2)).containsExactly(batch.originalRow(2));
        assertThat(batch.replacedRow(3)).containsExactly(batch.originalRow(3));
        assertThat(shuffled.provenance())
                .containsEntry("kept_without_direction", 1L)
                .containsEntry("kept_without_error", 1L);
    }

    @Test
    void withoutAnErrorInTheCalibrationItIsAUsersError() {
        Intervention shuffled = errorShuffled(PoolOf.CALIBRATION);
        shuffled.calibrate(calibration().masked(row -> row == 3));
        assertThatThrownBy(shuffled::calibrated)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("blocks.3.hook_resid_post")
                .hasMessageContaining("'error_shuffled'");
    }

    @Test
    void asksForCalibrationOnlyIfItsPoolIsMadeFromIt() {
        assertThat(errorShuffled(PoolOf.CALIBRATION).needs())
                .usingRecursiveComparison()
                .isEqualTo(Needs.nothing().drawn(8).matched().calibrated());
        assertThat(errorShuffled(PoolOf.SEQUENCE).needs())
                .usingRecursiveComparison()
                .isEqualTo(Needs.nothing().drawn(8).matched());
    }
}
