package org.noisefloor.core.summary;

import java.util.List;
import java.util.stream.IntStream;

/** Spearman's rank correlation: Pearson's correlation of ranks, equal values sharing the mean of theirs. */
final class Spearman {
    /** Positions whose ranks are read at a time. */
    private static final int BLOCK = 4096;

    private Spearman() {}

    /**
     * Correlations between each two rows; NaN where a row holds equal values alone.
     *
     * @param rows as {@linkplain PairSort#key keys}, each with its place in the row
     */
    static double[][] matrix(List<PairSort> rows) {
        List<PairSort> ranks = rows.stream().map(row -> new PairSort()).toList();
        try {
            IntStream.range(0, rows.size()).parallel().forEach(r -> addCentredRanks(rows.get(r), ranks.get(r)));
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
    private static void addCentredRanks(PairSort row, PairSort ranks) {
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
    }

    private static double[][] products(List<PairSort> ranks) {
        List<PairSort.Cursor> rows = ranks.stream().map(PairSort::read).toList();
        double[][] products = new double[rows.size()][rows.size()];
        double[][] block = new double[rows.size()][BLOCK];
        long left = ranks.stream().mapToLong(PairSort::count).min().orElse(0);
        for (; left > 0; left -= BLOCK) {
            int length = (int) Math.min(BLOCK, left);
            IntStream.range(0, block.length).parallel().forEach(i -> fill(block[i], length, rows.get(i)));
            IntStream.range(0, block.length).parallel().forEach(i -> {
                for (int j = 0; j <= i; j++) {
                    for (int p = 0; p < length; p++) {
                        products[i][j] += block[i][p] * block[j][p];
                    }
                }
            });
        }
        return products;
    }

    private static void fill(double[] next, int length, PairSort.Cursor from) {
        for (int p = 0; p < length; p++) {
            from.next();
            next[p] = Double.longBitsToDouble(from.value());
        }
    }
}
