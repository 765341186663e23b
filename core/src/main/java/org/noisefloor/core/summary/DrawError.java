package org.noisefloor.core.summary;

import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.summary.Table.Totals;

/**
 * The standard error that comes from random draws, positions held fixed: sqrt(Σ_s Var_k(S_sk)/K)/N for a mean, S_sk the sum of
 * sequence s in draw k. Other figures enter by their derivatives with respect to the sums (the delta method), which for a ratio
 * puts S − value × denominator in the place of S.
 */
final class DrawError {
    /** Relative errors below this are rounding: the draws do not differ in what the figure reads. */
    private static final double ROUNDING = 1e-12;

    private DrawError() {}

    /** A figure as a function of sums. */
    interface Function {
        double of(Totals totals);
    }

    /**
     * What each draw gave on each sequence.
     *
     * @param columns what the sums are of
     * @param sums [sequence][draw][column]
     * @param counts [sequence][draw], positions
     */
    record Draws(ColumnLayout columns, double[][][] sums, double[][] counts) {}

    /**
     * @param shared whether all sequences share a draw, so that only the draws' totals vary independently
     * @return NaN for one draw, or where the figure is undefined
     */
    static double of(Function figure, Draws of, boolean shared) {
        double[][][] sums = of.sums();
        double[][] counts = of.counts();
        int draws = sums.length == 0 ? 0 : sums[0].length;
        if (draws < 2) {
            return Double.NaN;
        }
        Totals totals = totals(of);
        if (totals.count() == 0 || !Double.isFinite(figure.of(totals))) {
            return Double.NaN;
        }
        double[] slope = slopes(figure, totals);
        double variance = 0;
        double[] together = new double[draws];
        for (int s = 0; s < sums.length; s++) {
            double[] effect = new double[draws];
            for (int k = 0; k < draws; k++) {
                effect[k] = slope[slope.length - 1] * counts[s][k];
                for (int c = 0; c < slope.length - 1; c++) {
                    effect[k] += slope[c] == 0 ? 0 : slope[c] * sums[s][k][c];
                }
                together[k] += effect[k];
            }
            variance += draws * Resampled.variance(effect);
        }
        double error = Math.sqrt(shared ? draws * Resampled.variance(together) : variance);
        return error < ROUNDING * Math.abs(figure.of(totals)) ? 0 : error;
    }

    private static Totals totals(Draws of) {
        double[][][] sums = of.sums();
        double[][] counts = of.counts();
        int width = sums.length == 0 || sums[0].length == 0 ? 0 : sums[0][0].length;
        double[] totals = new double[width];
        double count = 0;
        for (int s = 0; s < sums.length; s++) {
            for (int k = 0; k < sums[s].length; k++) {
                for (int c = 0; c < width; c++) {
                    totals[c] += sums[s][k][c];
                }
                count += counts[s][k];
            }
        }
        return new Totals(of.columns(), totals, count);
    }

    /** Derivatives by each sum and, last, by the count: central differences. */
    private static double[] slopes(Function figure, Totals totals) {
        double[] slopes = new double[totals.sums().length + 1];
        for (int c = 0; c < slopes.length; c++) {
            boolean count = c == slopes.length - 1;
            double at = count ? totals.count() : totals.sums()[c];
            double step = 1e-5 * (Math.abs(at) + 1e-12 * totals.count());
            slopes[c] = (figure.of(moved(totals, c, step)) - figure.of(moved(totals, c, -step))) / (2 * step);
        }
        return slopes;
    }

    private static Totals moved(Totals totals, int c, double step) {
        double[] sums = totals.sums().clone();
        if (c == sums.length) {
            return totals.with(sums, totals.count() + step);
        }
        sums[c] += step;
        return totals.with(sums, totals.count());
    }
}
