package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class CovRandomTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new CovRandom().create(new DrawOptions(DrawCount.of(3)), context);
    }

    private static Intervention covRandom(int width) {
        return Trying.of(new CovRandom(), new DrawOptions(DrawCount.of(8)), width);
    }

    private static TestActivations matched(float[]... rows) {
        return TestActivations.of(rows).matchedTo(rows);
    }

    /** Positions at zero whose error has the given length. */
    private static TestActivations positions(int count, int width, float length) {
        float[][] results = new float[count][width];
        for (float[] row : results) {
            row[0] = length;
        }
        return TestActivations.of(new float[count][width]).matchedTo(results);
    }

    @Test
    void directionsFollowTheCovariance() {
        // corners of a rectangle: standard deviations 3 and 1, a large mean that must not matter
        Intervention covRandom = covRandom(2);
        Trying.calibrate(
                covRandom,
                matched(new float[] {103, 51}, new float[] {103, 49}, new float[] {97, 51}, new float[] {97, 49}));
        TestActivations batch = positions(20_000, 2, 5);
        covRandom.replace(batch);
        double square = 0;
        double product = 0;
        for (int row = 0; row < 20_000; row++) {
            double[] step = Trying.displacement(batch, row);
            assertThat(Trying.norm(step)).isCloseTo(5, within(1e-5));
            square += step[0] * step[0] / 25 / 20_000;
            product += step[0] * step[1] / 25 / 20_000;
        }
        // of a direction of N(0, diag(σ², τ²)) the first squared is σ/(σ + τ) on average; six standard errors at most
        assertThat(square).isCloseTo(0.75, within(0.021));
        assertThat(product).isCloseTo(0, within(0.021));
    }

    @Test
    void whitenedDirectionsAreUniform() {
        // with Σ = M Mᵀ the direction of M⁻¹ y is uniform on the sphere; here M is lower triangular with determinant 2
        double[][] m = {{2, 0, 0}, {1, 1, 0}, {-1, 0.5, 1}};
        // the vectors ± M (√3 · unit vector) have covariance M Mᵀ
        float[][] calibration = new float[6][3];
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < 3; i++) {
                calibration[2 * k][i] = (float) (Math.sqrt(3) * m[i][k]);
                calibration[2 * k + 1][i] = -calibration[2 * k][i];
            }
        }
        Intervention covRandom = covRandom(3);
        Trying.calibrate(covRandom, matched(calibration));
        int count = 20_000;
        TestActivations batch = positions(count, 3, 1);
        covRandom.replace(batch);
        double[][] moments = new double[3][3];
        for (int row = 0; row < count; row++) {
            double[] y = Trying.displacement(batch, row);
            double[] w = new double[3];
            w[0] = y[0] / 2;
            w[1] = y[1] - w[0];
            w[2] = y[2] + w[0] - 0.5 * w[1];
            double norm = Trying.norm(w);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    moments[i][j] += w[i] * w[j] / (norm * norm) / count;
                }
            }
        }
        // variances 4/45 of a square and 1/15 of a product of two coordinates; six standard errors
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(moments[i][j]).isCloseTo(i == j ? 1 / 3.0 : 0, within(0.013));
            }
        }
    }

    @Test
    void isCalibratedOnTheIntervenedPositionsOfAllBatches() {
        Intervention covRandom = covRandom(2);
        Trying.calibrate(
                covRandom,
                matched(new float[] {3, 0}, new float[] {0, 1e9f}).masked(row -> row == 0),
                matched(new float[] {5, 0}));
        TestActivations batch = positions(10, 2, 5);
        covRandom.replace(batch);
        for (int row = 0; row < 10; row++) {
            assertThat(Math.abs(batch.replacedRow(row)[0])).isEqualTo(5);
            assertThat(batch.replacedRow(row)[1]).isZero();
        }
        assertThat(covRandom.provenance())
                .containsEntry("calibration_positions", 2L)
                .containsEntry("participation_ratio", 1.0)
                .containsEntry("rank", 1);
    }

    @Test
    void tellsHowManyDirectionsItsNoiseIsSpreadOver() {
        Intervention covRandom = covRandom(64);
        assertThat(covRandom.calibratedTo()).isEmpty();
        Trying.calibrate(covRandom, matched(TestActivations.gaussian(300, 64, 3)));
        assertThat(covRandom.calibratedTo())
                .containsEntry("rank", 64.0)
                .hasEntrySatisfying(
                        "participation_ratio", ratio -> assertThat(ratio).isBetween(45.0, 64.0));
        assertThat(covRandom.notes()).isEmpty();
    }

    /** A sink points where no other position does. */
    @Test
    void warnsOfNoiseInAHandfulOfDirections() {
        float[][] rows = TestActivations.gaussian(300, 64, 3);
        rows[0][5] = 1e4f;
        Intervention covRandom = covRandom(64);
        Trying.calibrate(covRandom, matched(rows));
        assertThat(covRandom.notes()).singleElement().asString().contains("a handful of the 64 directions");
    }

    @Test
    void aBlockOfPositionsGivesWhatEachGivesAlone() {
        Intervention covRandom = covRandom(8);
        Trying.calibrate(covRandom, matched(TestActivations.gaussian(30, 8, 3)));
        Trying.assertThatNeighboursDoNotMatter(
                covRandom,
                TestActivations.of(TestActivations.gaussian(35, 8, 1)).matchedTo(TestActivations.gaussian(35, 8, 2)));
    }

    @Test
    void leavesPositionsWithoutErrorAloneAndCountsThem() {
        Intervention covRandom = covRandom(2);
        Trying.calibrate(covRandom, matched(new float[] {3, 1}, new float[] {1, 2}));
        TestActivations batch = matched(new float[] {1, 2});
        covRandom.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(1, 2);
        assertThat(covRandom.provenance()).containsEntry("kept_without_error", 1L);
    }

    @Test
    void withoutCalibrationPositionsItIsAUsersError() {
        Intervention covRandom = covRandom(2);
        covRandom.calibrate(matched(new float[] {1, 2}).masked(row -> false));
        assertThatThrownBy(covRandom::calibrated)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("blocks.3.hook_resid_post")
                .hasMessageContaining("no intervened position");
    }

    @Test
    void calibrationActivationsThatDoNotDifferAreAUsersError() {
        Intervention covRandom = covRandom(2);
        covRandom.calibrate(matched(new float[] {1, 2}, new float[] {1, 2}));
        assertThatThrownBy(covRandom::calibrated).isInstanceOf(UserError.class).hasMessageContaining("do not differ");
    }

    @Test
    void asksToBeMatchedAndCalibrated() {
        assertThat(covRandom(2).needs())
                .usingRecursiveComparison()
                .isEqualTo(Needs.nothing().drawn(8).matched().calibrated());
    }
}
