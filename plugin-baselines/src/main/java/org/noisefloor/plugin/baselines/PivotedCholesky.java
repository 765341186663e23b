package org.noisefloor.plugin.baselines;

import java.util.ArrayList;
import java.util.List;

/**
 * A factor L of a positive semidefinite matrix, Σ = L Lᵀ, with as many columns as Σ has rank.
 *
 * <p>Cholesky's method with complete pivoting, as LAPACK's {@code dpstf2}: each step takes the variable with the largest
 * variance that the earlier ones leave unexplained, and stops where that is rounding (d · 2^−52 · the largest variance).
 * Fewer calibration positions than dimensions give a matrix without full rank, for which the ordinary method fails. Source:
 * Higham 1990, "Analysis of the Cholesky decomposition of a semi-definite matrix".
 *
 * <p>Rows are kept in the order of the pivots, in which L is a triangle. Its columns lie one after the other in memory: what
 * is done with them is the addition of a multiple, which runs over several entries at a time in one instruction.
 *
 * <p>Memory: 4 d² bytes. Time: d³/3 operations once; d² multiplications and additions divided by two for each vector.
 */
final class PivotedCholesky {
    /** The variable that each row belongs to. */
    private final int[] order;
    /** Column k holds rows k to d − 1. */
    private final List<double[]> columns = new ArrayList<>();

    /** @param triangle the lower triangle of Σ; row i has i + 1 entries */
    PivotedCholesky(double[][] triangle) {
        int width = triangle.length;
        order = new int[width];
        double[] unexplained = new double[width];
        for (int i = 0; i < width; i++) {
            order[i] = i;
            unexplained[i] = triangle[i][i];
        }
        double rounding = width * Math.ulp(1.0) * unexplained[largest(unexplained, 0)];
        for (int k = 0; k < width; k++) {
            int pivot = largest(unexplained, k);
            if (unexplained[pivot] <= rounding) {
                break;
            }
            exchange(k, pivot, unexplained);
            columns.add(column(k, triangle, unexplained));
        }
    }

    private static int largest(double[] values, int from) {
        int largest = from;
        for (int i = from + 1; i < values.length; i++) {
            if (values[i] > values[largest]) {
                largest = i;
            }
        }
        return largest;
    }

    private void exchange(int k, int pivot, double[] unexplained) {
        int variable = order[k];
        order[k] = order[pivot];
        order[pivot] = variable;
        swap(unexplained, k, pivot);
        for (int m = 0; m < k; m++) {
            swap(columns.get(m), k - m, pivot - m);
        }
    }

    private static void swap(double[] values, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
    }

    private double[] column(int k, double[][] triangle, double[] unexplained) {
        double[] column = new double[order.length - k];
        for (int j = k; j < order.length; j++) {
            column[j - k] = triangle[Math.max(order[j], order[k])][Math.min(order[j], order[k])];
        }
        for (int m = 0; m < k; m++) {
            double[] earlier = columns.get(m);
            Vectors.addTo(column, 0, -earlier[k - m], earlier, k - m);
        }
        double root = Math.sqrt(unexplained[k]);
        column[0] = root;
        for (int j = 1; j < column.length; j++) {
            column[j] /= root;
            unexplained[k + j] -= column[j] * column[j];
        }
        return column;
    }

    /** Columns of L. */
    int rank() {
        return columns.size();
    }

    /**
     * y = L z for several z at once, so that a large factor is read from memory once for all of them. A result does not depend
     * on the others.
     *
     * @param z vectors of as many numbers as the rank
     * @param y where the results go, vectors of d
     */
    void multiply(List<double[]> z, List<double[]> y) {
        double[][] ordered = new double[z.size()][order.length];
        for (int k = 0; k < columns.size(); k++) {
            for (int b = 0; b < ordered.length; b++) {
                Vectors.addTo(ordered[b], k, z.get(b)[k], columns.get(k), 0);
            }
        }
        for (int b = 0; b < ordered.length; b++) {
            for (int i = 0; i < order.length; i++) {
                y.get(b)[order[i]] = ordered[b][i];
            }
        }
    }
}
