package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RotationTest {
    /** Columns of Q. */
    private static double[][] matrix(Rotation rotation, int width) {
        double[][] columns = new double[width][width];
        for (int k = 0; k < width; k++) {
            columns[k][k] = 1;
        }
        rotation.apply(List.of(columns));
        return columns;
    }

    @Test
    void columnsAreOrthonormal() {
        for (int width : new int[] {1, 2, 3, 50}) {
            double[][] columns = matrix(new Rotation(width, new SplittableRandom(width)), width);
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    assertThat(Trying.dot(columns[i], columns[j])).isCloseTo(i == j ? 1 : 0, within(1e-13));
                }
            }
        }
    }

    @Test
    void entriesHaveTheMomentsOfTheHaarMeasure() {
        int width = 4;
        int count = 20_000;
        SplittableRandom random = new SplittableRandom(1);
        double[][] means = new double[width][width];
        double[][] squares = new double[width][width];
        double[][] fourths = new double[width][width];
        for (int n = 0; n < count; n++) {
            double[][] q = matrix(new Rotation(width, random), width);
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    double entry = q[i][j];
                    means[i][j] += entry / count;
                    squares[i][j] += entry * entry / count;
                    fourths[i][j] += entry * entry * entry * entry / count;
                }
            }
        }
        // 0, 1/d and 3/(d(d + 2)) = 1/8; standard deviations 1/2, 1/4 and below 1/4: six standard errors
        for (int i = 0; i < width; i++) {
            assertThat(means[i]).containsOnly(new double[] {0}, within(0.0213));
            assertThat(squares[i]).containsOnly(new double[] {0.25}, within(0.0107));
            assertThat(fourths[i]).containsOnly(new double[] {0.125}, within(0.0107));
        }
    }

    @Test
    void theTraceHasTheMomentsOfTheHaarMeasureAndMirroringsAreHalfOfAll() {
        int width = 3;
        int count = 20_000;
        SplittableRandom random = new SplittableRandom(2);
        double mean = 0;
        double square = 0;
        double determinant = 0;
        for (int n = 0; n < count; n++) {
            double[][] q = matrix(new Rotation(width, random), width);
            double trace = q[0][0] + q[1][1] + q[2][2];
            mean += trace / count;
            square += trace * trace / count;
            determinant += determinant(q) / count;
        }
        // mean 0, variance 1, the square's variance at most 9·1 − 1; six standard errors
        assertThat(mean).isCloseTo(0, within(0.043));
        assertThat(square).isCloseTo(1, within(0.12));
        assertThat(determinant).isCloseTo(0, within(0.043));
    }

    private static double determinant(double[][] m) {
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }

    @Test
    void anyFixedVectorGoesToAnyDirectionAlike() {
        double[] sums = new double[3];
        double[] squares = new double[3];
        SplittableRandom random = new SplittableRandom(3);
        for (int n = 0; n < 20_000; n++) {
            double[] x = {0.6, 0, -0.8};
            new Rotation(3, random).apply(List.<double[]>of(x));
            for (int i = 0; i < 3; i++) {
                sums[i] += x[i] / 20_000;
                squares[i] += x[i] * x[i] / 20_000;
            }
        }
        assertThat(sums).containsExactly(new double[3], within(0.025));
        assertThat(squares).containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(0.013));
    }

    @Test
    void theSameGeneratorGivesTheSameRotation() {
        double[][] one = matrix(new Rotation(6, new SplittableRandom(5)), 6);
        double[][] other = matrix(new Rotation(6, new SplittableRandom(5)), 6);
        assertThat(Arrays.deepEquals(one, other)).isTrue();
    }
}
