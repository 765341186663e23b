package org.noisefloor.core.summary;

import org.noisefloor.core.summary.Table.Rows;
import org.noisefloor.core.summary.Table.Totals;

/**
 * The standard error that comes from random draws, positions held fixed: sqrt(Σ_s Var_k(S_sk)/K)/N for a mean, S_sk the sum of
 * sequence s in draw k. Other figures enter by their derivatives with respect to the sums (the delta method), which for a ratio
 * puts S − value × denominator in the place of S. These take the totals, so that sequences are looked at once the totals are known.
 */
final class DrawError {
    /** Relative errors below this are rounding: the draws do not differ in what the figure reads. */
    private static final double ROUNDING = 1e-12;

    private final double value;
    private final double[] slope;
    private final double[] together;
    private final boolean shared;
    private double variance;

    /** A figure as a function of sums. */
    interface Function {
        double of(Totals totals);
    }

    private DrawError(double value, double[] slope, int draws, boolean shared) {
        this.value = value;
        this.slope = slope;
        this.together = new double[draws];
        this.shared = shared;
    }

    /**
     * @param totals over all sequences and draws
     * @param columns those of the totals that rows have, in their order; the figure reads no other
     * @param draws how many
     * @param shared whether all sequences share a draw, so that only the draws' totals vary independently
     */
    static DrawError of(Function figure, Totals totals, int[] columns, int draws, boolean shared) {
        double value = totals.count() == 0 ? Double.NaN : figure.of(totals);
        boolean defined = draws > 1 && Double.isFinite(value);
        return new DrawError(
                defined ? value : Double.NaN, defined ? slopes(figure, totals, columns) : new double[0], draws, shared);
    }

    /** Of the sum of what rows have in their one column, which are departures from a value. */
    static DrawError ofDepartures(int draws, boolean shared) {
        return new DrawError(draws > 1 ? 0 : Double.NaN, new double[] {1, 0}, draws, shared);
    }

    /** Takes the next sequence. */
    void add(Rows of) {
        if (Double.isNaN(value)) {
            return;
        }
        double[] effect = new double[together.length];
        for (int k = 0; k < effect.length; k++) {
            double[] sums = of.sums()[k];
            effect[k] = slope[slope.length - 1] * of.counts()[k];
            for (int c = 0; c < sums.length; c++) {
                effect[k] += slope[c] == 0 ? 0 : slope[c] * sums[c];
            }
            together[k] += effect[k];
        }
        variance += effect.length * Resampled.variance(effect);
    }

    /** NaN for one draw, or where the figure is undefined. */
    double value() {
        if (Double.isNaN(value)) {
            return Double.NaN;
        }
        double error = Math.sqrt(shared ? together.length * Resampled.variance(together) : variance);
        return error < ROUNDING * Math.abs(value) ? 0 : error;
    }

    /** Derivatives by each column and, last, by the count: central differences. */
    private static double[] slopes(Function figure, Totals totals, int[] columns) {
        double[] slopes = new double[columns.length + 1];
        for (int i = 0; i < slopes.length; i++) {
            int c = i == columns.length ? totals.sums().length : columns[i];
            double at = i == columns.length ? totals.count() : totals.sums()[c];
            double step = 1e-5 * (Math.abs(at) + 1e-12 * totals.count());
            slopes[i] = (figure.of(moved(totals, c, step)) - figure.of(moved(totals, c, -step))) / (2 * step);
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
