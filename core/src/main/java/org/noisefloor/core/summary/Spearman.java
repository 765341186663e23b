package org.noisefloor.core.summary;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Spearman's rank correlation: Pearson's correlation of ranks, equal values sharing the mean of theirs. */
final class Spearman {
    private Spearman() {}

    /** Correlations between each two rows; NaN where a row holds equal values alone. */
    static double[][] matrix(double[][] rows) {
        double[][] ranks = Arrays.stream(rows).map(Spearman::centredRanks).toArray(double[][]::new);
        double[][] matrix = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j <= i; j++) {
                double correlation = product(ranks[i], ranks[j])
                        / Math.sqrt(product(ranks[i], ranks[i]) * product(ranks[j], ranks[j]));
                matrix[i][j] = i == j && !Double.isNaN(correlation) ? 1 : correlation;
                matrix[j][i] = matrix[i][j];
            }
        }
        return matrix;
    }

    private static double[] centredRanks(double[] values) {
        int n = values.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[n];
        for (int from = 0; from < n; ) {
            int to = from;
            while (to < n && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to - 1) / 2.0 - (n - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
