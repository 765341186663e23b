package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpearmanTest {
    private static double[][] matrix(double[][] rows) {
        List<PairSort> sorted = new ArrayList<>();
        for (double[] row : rows) {
            PairSort sort = new PairSort();
            for (double value : row) {
                sort.add(PairSort.key(value), sort.count());
            }
            sorted.add(sort);
        }
        return Spearman.matrix(sorted);
    }

    @Test
    void isOneForAnyRisingFunctionAndMinusOneForAFallingOne() {
        double[][] matrix = matrix(new double[][] {{1, 2, 5, 4}, {1, 4, 25, 16}, {-1, -2, -5, -4}});
        assertThat(matrix[0][1]).isCloseTo(1, within(1e-15));
        assertThat(matrix[0][2]).isCloseTo(-1, within(1e-15));
        assertThat(matrix[1][1]).isEqualTo(1);
    }

    /** Without ties it is 1 − 6 Σ d² / (n (n² − 1)). */
    @Test
    void followsTheTextbookFormulaWithoutTies() {
        double[][] matrix = matrix(new double[][] {{10, 20, 30, 40, 50}, {2, 1, 5, 3, 4}});
        double squares = 1 + 1 + 4 + 1 + 1;
        assertThat(matrix[0][1]).isCloseTo(1 - 6 * squares / (5 * 24), within(1e-15));
    }

    @Test
    void equalValuesShareTheMeanOfTheirRanks() {
        // ranks 1.5 1.5 3 4 against 1 2 3 4: Pearson's correlation of these
        double[][] matrix = matrix(new double[][] {{7, 7, 8, 9}, {1, 2, 3, 4}});
        assertThat(matrix[0][1]).isCloseTo(4.5 / Math.sqrt(4.5 * 5), within(1e-15));
    }

    @Test
    void infinityIsTheLargestValue() {
        double[][] matrix = matrix(new double[][] {{1, 2, Double.POSITIVE_INFINITY}, {1, 2, 3}});
        assertThat(matrix[0][1]).isCloseTo(1, within(1e-15));
    }

    @Test
    void aConstantHasNoCorrelation() {
        double[][] matrix = matrix(new double[][] {{3, 3, 3}, {1, 2, 3}});
        assertThat(matrix[0][0]).isNaN();
        assertThat(matrix[0][1]).isNaN();
    }
}
