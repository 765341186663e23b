package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.testkit.intervention.TestActivations;

final class CovarianceTest {
    /** The lower triangle, in two passes. */
    static double[][] inTwoPasses(double[][] vectors) {
        int width = vectors[0].length;
        double[] mean = new double[width];
        for (double[] vector : vectors) {
            for (int i = 0; i < width; i++) {
                mean[i] += vector[i] / vectors.length;
            }
        }
        double[][] triangle = new double[width][];
        for (int i = 0; i < width; i++) {
            triangle[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                for (double[] vector : vectors) {
                    triangle[i][j] += (vector[i] - mean[i]) * (vector[j] - mean[j]) / vectors.length;
                }
            }
        }
        return triangle;
    }

    private static double[][] vectors(int count, double offset) {
        float[][] gaussian = TestActivations.gaussian(count, 5, count);
        double[][] vectors = new double[count][5];
        for (int n = 0; n < count; n++) {
            for (int i = 0; i < 5; i++) {
                vectors[n][i] = offset + gaussian[n][i] + 0.5 * gaussian[n][0];
            }
        }
        return vectors;
    }

    private static double[][] covariance(double[][] vectors) {
        Covariance covariance = new Covariance(vectors[0].length);
        for (double[] vector : vectors) {
            covariance.add(vector);
        }
        return covariance.finish();
    }

    private static void assertClose(double[][] actual, double[][] expected, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).containsExactly(expected[i], within(tolerance));
        }
    }

    @Test
    void isThatOfTwoPassesWhateverIsLeftOfABlock() {
        for (int count : new int[] {1, 2, 15, 16, 17, 40}) {
            double[][] vectors = vectors(count, 0);
            assertClose(covariance(vectors), inTwoPasses(vectors), 1e-13);
        }
    }

    @Test
    void isCentredWithoutCancellation() {
        // E[x²] − E[x]² would keep no digit: the squares are 1e16, float64 has steps of 2 there
        double[][] vectors = vectors(100, 1e8);
        assertClose(covariance(vectors), inTwoPasses(vectors(100, 0)), 1e-6);
    }

    @Test
    void theParticipationRatioCountsDirections() {
        assertThat(Covariance.participationRatio(new double[][] {{2}, {0, 2}, {0, 0, 2}}))
                .isEqualTo(3);
        assertThat(Covariance.participationRatio(new double[][] {{1}, {1, 1}, {1, 1, 1}}))
                .isEqualTo(1);
        // eigenvalues 3 and 1
        assertThat(Covariance.participationRatio(new double[][] {{2}, {1, 2}})).isEqualTo(1.6);
    }
}
