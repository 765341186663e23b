package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.noisefloor.testkit.intervention.TestActivations;

final class PivotedCholeskyTest {
    /** Σ from more or fewer vectors than dimensions, with variances over several decades. */
    private static double[][] covariance(int vectors, int width) {
        float[][] gaussian = TestActivations.gaussian(vectors, width, 7);
        double[][] scaled = new double[vectors][width];
        for (int n = 0; n < vectors; n++) {
            for (int i = 0; i < width; i++) {
                scaled[n][i] = (gaussian[n][i] + gaussian[n][0]) * Math.pow(10, i % 4 - 2);
            }
        }
        return CovarianceTest.inTwoPasses(scaled);
    }

    /** The columns of L, as products with unit vectors. */
    private static double[][] columns(PivotedCholesky factor, int width) {
        double[][] columns = new double[factor.rank()][width];
        for (int k = 0; k < factor.rank(); k++) {
            double[] unit = new double[factor.rank()];
            unit[k] = 1;
            factor.multiply(List.of(unit), List.of(columns[k]));
        }
        return columns;
    }

    private static void assertThatTheFactorGivesTheMatrix(PivotedCholesky factor, double[][] triangle) {
        double[][] columns = columns(factor, triangle.length);
        for (int i = 0; i < triangle.length; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (double[] column : columns) {
                    product += column[i] * column[j];
                }
                double scale = Math.sqrt(triangle[i][i] * triangle[j][j]);
                assertThat(product).isCloseTo(triangle[i][j], within(1e-11 * scale));
            }
        }
    }

    @Test
    void theFactorTimesItsTransposeIsTheMatrix() {
        double[][] triangle = covariance(100, 20);
        PivotedCholesky factor = new PivotedCholesky(triangle);
        assertThat(factor.rank()).isEqualTo(20);
        assertThatTheFactorGivesTheMatrix(factor, triangle);
    }

    @Test
    void aMatrixWithoutFullRankHasFewerColumns() {
        double[][] triangle = covariance(8, 20);
        PivotedCholesky factor = new PivotedCholesky(triangle);
        assertThat(factor.rank()).isEqualTo(7);
        assertThatTheFactorGivesTheMatrix(factor, triangle);
    }

    @Test
    void zeroHasRankZero() {
        assertThat(new PivotedCholesky(new double[][] {{0}, {0, 0}}).rank()).isZero();
    }

    @Test
    void theProductIsTheSameAloneAndAmongOthers() {
        PivotedCholesky factor = new PivotedCholesky(covariance(100, 20));
        List<double[]> z = List.of(gaussians(1, 20), gaussians(2, 20), gaussians(3, 20));
        List<double[]> together = List.of(new double[20], new double[20], new double[20]);
        factor.multiply(z, together);
        double[] alone = new double[20];
        factor.multiply(List.of(z.get(1)), List.of(alone));
        assertThat(alone).containsExactly(together.get(1));
    }

    @Test
    void gaussiansBecomeVectorsWithThisCovariance() {
        double[][] triangle = covariance(100, 6);
        PivotedCholesky factor = new PivotedCholesky(triangle);
        int count = 20_000;
        double[][] drawn = new double[count][6];
        SplittableRandom random = new SplittableRandom(11);
        double[] z = new double[6];
        for (double[] vector : drawn) {
            Draws.gaussians(random, z);
            factor.multiply(List.of(z), List.of(vector));
        }
        double[][] sampled = CovarianceTest.inTwoPasses(drawn);
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j <= i; j++) {
                // an entry has variance (Σ_ii Σ_jj + Σ_ij²)/n; six standard deviations
                double spread = Math.sqrt((triangle[i][i] * triangle[j][j] + triangle[i][j] * triangle[i][j]) / count);
                assertThat(sampled[i][j]).isCloseTo(triangle[i][j], within(6 * spread));
            }
        }
    }

    private static double[] gaussians(long seed, int count) {
        double[] out = new double[count];
        Draws.gaussians(new SplittableRandom(seed), out);
        return out;
    }
}
