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
 * <p>Rows are kept in the order of the pivots, in which L is a triangle. Its columns lie one after the other in memory, each from the last row
 * up to its pivot's: so all begin with the same row, and what is done with them, the addition of a multiple, takes entries of the same
 * place, several in one instruction. Four columns are added at a time, in their order, since most of the time goes into reading and writing the sum.
 *
 * <p>Memory: 4 d² bytes. Time: d³/3 operations once; d² multiplications and additions divided by two for each vector.
 */
final class PivotedCholesky {
    /** The variable that each row belongs to. */
    private final int[] order;
    /** Column k holds rows d − 1 down to k. */
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
        for (double[] column : columns) {
            swap(column, place(k), place(pivot));
        }
    }

    /** Where a row stands in every column that has it. */
    private int place(int row) {
        return order.length - 1 - row;
    }

    private static void swap(double[] values, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
    }

    private double[] column(int k, double[][] triangle, double[] unexplained) {
        double[] column = new double[order.length - k];
        for (int j = k; j < order.length; j++) {
            column[place(j)] = triangle[Math.max(order[j], order[k])][Math.min(order[j], order[k])];
        }
        for (double[] earlier : columns) {
            Vectors.addTo(column, -earlier[place(k)], earlier);
        }
        double root = Math.sqrt(unexplained[k]);
        column[place(k)] = root;
        for (int j = k + 1; j < order.length; j++) {
            column[place(j)] /= root;
            unexplained[j] -= column[place(j)] * column[place(j)];
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
        double[][] sums = new double[z.size()][order.length];
        int together = columns.size() - columns.size() % 4;
        for (int k = 0; k < together; k += 4) {
            for (int b = 0; b < sums.length; b++) {
                addFour(sums[b], z.get(b), k);
            }
        }
        for (int k = together; k < columns.size(); k++) {
            for (int b = 0; b < sums.length; b++) {
                Vectors.addTo(sums[b], z.get(b)[k], columns.get(k));
            }
        }
        for (int b = 0; b < sums.length; b++) {
            for (int i = 0; i < order.length; i++) {
                y.get(b)[order[i]] = sums[b][place(i)];
            }
        }
    }

    /** The multiples of column k and the three behind it, which are shorter by one row each. */
    private void addFour(double[] sum, double[] z, int k) {
        double[] first = columns.get(k);
        double[] second = columns.get(k + 1);
        double[] third = columns.get(k + 2);
        double[] fourth = columns.get(k + 3);
        double z0 = z[k];
        double z1 = z[k + 1];
        double z2 = z[k + 2];
        double z3 = z[k + 3];
        int all = fourth.length;
        for (int i = 0; i < all; i++) {
            sum[i] = sum[i] + z0 * first[i] + z1 * second[i] + z2 * third[i] + z3 * fourth[i];
        }
        sum[all] = sum[all] + z0 * first[all] + z1 * second[all] + z2 * third[all];
        sum[all + 1] = sum[all + 1] + z0 * first[all + 1] + z1 * second[all + 1];
        sum[all + 2] += z0 * first[all + 2];
    }
}
