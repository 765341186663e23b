package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

final class ResampleTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new Resample().create(new PoolOptions(DrawCount.of(3), PoolOf.CALIBRATION), context);
    }

    @Nested
    final class FromTheSequenceTest implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return new Resample().create(new PoolOptions(DrawCount.of(3), PoolOf.SEQUENCE), context);
        }

        @Override
        public boolean readsTheSequence() {
            return true;
        }
    }

    private static Intervention resample(PoolOf pool) {
        return Trying.of(new Resample(), new PoolOptions(DrawCount.of(5), pool), 2);
    }

    @Test
    void takesEachPooledActivationEquallyOften() {
        Intervention resample = resample(PoolOf.CALIBRATION);
        Trying.calibrate(
                resample,
                TestActivations.of(new float[] {0, 0}, new float[] {1, 0}, new float[] {2, 0}, new float[] {9, 9})
                        .masked(row -> row < 3));
        int[] counts = new int[3];
        TestActivations batch = TestActivations.of(new float[6000][2]);
        resample.replace(batch);
        for (int row = 0; row < 6000; row++) {
            counts[(int) batch.replacedRow(row)[0]]++;
        }
        // six standard deviations of a count
        assertThat(IntStream.of(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(1780, 2220));
    }

    @Test
    void copiesEveryBit() {
        float[] pooled = {0x1.234566p-3f, Float.MIN_VALUE};
        Intervention resample = resample(PoolOf.CALIBRATION);
        Trying.calibrate(resample, TestActivations.of(pooled));
        TestActivations batch = TestActivations.of(new float[] {7, 8});
        resample.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(pooled);
    }

    @Test
    void asksForCalibrationOnlyIfItsPoolIsMadeFromIt() {
        assertThat(resample(PoolOf.CALIBRATION).needs())
                .usingRecursiveComparison()
                .isEqualTo(Needs.nothing().drawn(5).calibrated());
        assertThat(resample(PoolOf.SEQUENCE).needs())
                .usingRecursiveComparison()
                .isEqualTo(Needs.nothing().drawn(5));
    }

    @Test
    void withoutCalibrationPositionsItIsAUsersError() {
        Intervention resample = resample(PoolOf.CALIBRATION);
        resample.calibrate(TestActivations.of(new float[] {1, 2}).masked(row -> false));
        assertThatThrownBy(resample::calibrated)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("blocks.3.hook_resid_post")
                .hasMessageContaining("'resample'");
    }

    @Test
    void aPositionAloneInItsSequenceStaysAndIsCounted() {
        Intervention resample = resample(PoolOf.SEQUENCE);
        TestActivations batch =
                TestActivations.of(new float[] {1, 2}, new float[] {3, 4}).masked(row -> row == 1);
        resample.replace(batch);
        assertThat(batch.replacedRow(1)).containsExactly(3, 4);
        assertThat(resample.provenance()).containsEntry("kept_without_direction", 1L);
    }
}
