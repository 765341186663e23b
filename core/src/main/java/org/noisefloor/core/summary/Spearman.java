package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;

/** Spearman's rank correlation: Pearson's correlation of ranks, equal values sharing the mean of theirs. */
final class Spearman {
    private Spearman() {}

    /**
     * Correlations between each two rows; NaN where a row holds equal values alone.
     *
     * @param rows as {@linkplain PairSort#key keys}, each with its place in the row
     */
    static double[][] matrix(List<PairSort> rows) {
        List<PairSort> ranks = new ArrayList<>();
        try {
            for (PairSort row : rows) {
                ranks.add(centredRanks(row));
            }
            return correlations(products(ranks));
        } finally {
            ranks.forEach(PairSort::close);
        }
    }

    private static double[][] correlations(double[][] products) {
        double[][] matrix = new double[products.length][products.length];
        for (int i = 0; i < products.length; i++) {
            for (int j = 0; j <= i; j++) {
                double correlation = products[i][j] / Math.sqrt(products[i][i] * products[j][j]);
                matrix[i][j] = i == j && !Double.isNaN(correlation) ? 1 : correlation;
                matrix[j][i] = matrix[i][j];
            }
        }
        return matrix;
    }

    /** By place. One cursor goes ahead to where values change, so that ties need no memory. */
    private static PairSort centredRanks(PairSort row) {
        PairSort ranks = new PairSort();
        long n = row.count();
        PairSort.Cursor ahead = row.read();
        PairSort.Cursor behind = row.read();
        boolean more = ahead.next();
        for (long from = 0; more; ) {
            double value = PairSort.number(ahead.key());
            long to = from;
            do {
                to++;
                more = ahead.next();
            } while (more && PairSort.number(ahead.key()) == value);
            double rank = (from + to - 1) / 2.0 - (n - 1) / 2.0;
            for (; from < to; from++) {
                behind.next();
                ranks.add(behind.value(), Double.doubleToRawLongBits(rank));
            }
        }
        return ranks;
    }

    private static double[][] products(List<PairSort> ranks) {
        List<PairSort.Cursor> rows = ranks.stream().map(PairSort::read).toList();
        double[][] products = new double[rows.size()][rows.size()];
        double[] at = new double[rows.size()];
        while (rows.stream().allMatch(PairSort.Cursor::next) && !rows.isEmpty()) {
            for (int i = 0; i < at.length; i++) {
                at[i] = Double.longBitsToDouble(rows.get(i).value());
                for (int j = 0; j <= i; j++) {
                    products[i][j] += at[i] * at[j];
                }
            }
        }
        return products;
    }
}
