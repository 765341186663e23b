package org.noisefloor.plugin.baselines;

/**
 * Covariance of a stream of vectors, centred, in float64.
 *
 * <p>Σ = (1/n) Σ_k (a_k − ā)(a_k − ā)ᵀ, updated as Welford 1962 does: with the mean m of the vectors before, the sum of
 * products grows by (n−1)/n · (a_n − m)(a_n − m)ᵀ, so no large squares are subtracted from one another. The updates wait until
 * sixteen of them can be carried out at once, row by row of the matrix, which then is read from memory once instead of sixteen
 * times; each entry adds them in the same order as without waiting.
 *
 * <p>Memory: the lower triangle, 4 d² bytes. Time: d²/2 multiplications and additions per vector.
 */
final class Covariance {
    private static final int BLOCK = 16;

    /** Row i holds the i + 1 entries up to the diagonal, times n. */
    private final double[][] products;

    private final double[] mean;
    private final double[][] deviations;
    private final double[] weights = new double[BLOCK];
    private int waiting;
    private long count;

    Covariance(int width) {
        this.products = new double[width][];
        for (int i = 0; i < width; i++) {
            products[i] = new double[i + 1];
        }
        this.mean = new double[width];
        this.deviations = new double[BLOCK][width];
    }

    void add(double[] vector) {
        count++;
        double[] deviation = deviations[waiting];
        for (int i = 0; i < mean.length; i++) {
            deviation[i] = vector[i] - mean[i];
            mean[i] += deviation[i] / count;
        }
        weights[waiting] = (count - 1.0) / count;
        if (++waiting == BLOCK) {
            update();
        }
    }

    private void update() {
        for (double[] row : products) {
            int last = row.length - 1;
            for (int b = 0; b < waiting; b++) {
                double[] deviation = deviations[b];
                double factor = weights[b] * deviation[last];
                for (int j = 0; j < row.length; j++) {
                    row[j] += factor * deviation[j];
                }
            }
        }
        waiting = 0;
    }

    long count() {
        return count;
    }

    /** The lower triangle of Σ, in the memory of this; row i has i + 1 entries. Nothing can be added afterwards. */
    double[][] finish() {
        update();
        for (double[] row : products) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= count;
            }
        }
        return products;
    }

    /**
     * (tr Σ)² / tr Σ²: how many directions the variance is spread over, d if all have the same, 1 if there is but one. NaN if
     * Σ = 0.
     */
    static double participationRatio(double[][] triangle) {
        double trace = 0;
        double squares = 0;
        for (double[] row : triangle) {
            double diagonal = row[row.length - 1];
            trace += diagonal;
            squares += 2 * Vectors.dot(row, row) - diagonal * diagonal;
        }
        return trace * trace / squares;
    }
}
