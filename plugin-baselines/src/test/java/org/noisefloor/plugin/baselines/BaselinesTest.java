package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.testkit.intervention.TestActivations;

final class BaselinesTest {

    @Test
    void allAreFoundByServiceLoader() {
        assertThat(ServiceLoader.load(InterventionProvider.class).stream()
                        .map(found -> found.get().id()))
                .containsExactlyInAnyOrder(
                        "zero",
                        "zero_all",
                        "mean",
                        "resample",
                        "rounded",
                        "identity",
                        "dose",
                        "eps_random",
                        "eps_random_norm",
                        "theta_random",
                        "tangent_random",
                        "cov_random",
                        "error_shuffled",
                        "error_rotated",
                        "toward_other",
                        "norm_corrected",
                        "interpolated",
                        "dose_relative");
    }

    @Test
    void onlyZeroAllActsEverywhere() {
        assertThat(Trying.of(new Zero(), new NoOptions(), 2).needs().isEverywhere())
                .isFalse();
        Intervention zeroAll = Trying.of(new ZeroAll(), new NoOptions(), 2);
        assertThat(zeroAll.needs().isEverywhere()).isTrue();
        TestActivations batch =
                TestActivations.of(new float[] {1, 2}, new float[] {3, 4}).masked(row -> row == 1);
        zeroAll.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(0, 0);
        assertThat(batch.replacedRow(1)).containsExactly(0, 0);
    }

    @Test
    void identityKeepsEveryBit() {
        float[][] rows = {{1.5f, -0f}, {Float.MIN_VALUE, Float.MAX_VALUE}};
        TestActivations batch = TestActivations.of(rows);
        batch.replaced().put(0, 7);
        Trying.of(new Identity(), new NoOptions(), 2).replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(rows[0]);
        assertThat(batch.replacedRow(1)).containsExactly(rows[1]);
    }

    @Test
    void meanIsOverTheIntervenedRowsOfAllCalibrationBatches() {
        Intervention mean = Trying.of(new Mean(), new NoOptions(), 2);
        mean.calibrate(TestActivations.of(new float[] {1, 10}, new float[] {1e30f, 1e30f})
                .masked(row -> row == 0));
        mean.calibrate(TestActivations.of(new float[] {2, 20}, new float[] {6, 60}));
        mean.calibrated();
        TestActivations batch = TestActivations.of(new float[] {0, 0}, new float[] {9, 9});
        mean.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(3, 30);
        assertThat(batch.replacedRow(1)).containsExactly(3, 30);
        assertThat(mean.provenance()).containsEntry("calibration_positions", 3L);
    }

    @Test
    void meanWithoutCalibrationPositionsIsAUsersError() {
        Intervention mean = Trying.of(new Mean(), new NoOptions(), 2);
        mean.calibrate(TestActivations.of(new float[] {1, 2}).masked(row -> false));
        assertThatThrownBy(mean::calibrated)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("blocks.3.hook_resid_post")
                .hasMessageContaining("no intervened position");
    }
}
