package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.api.Column;
import org.noisefloor.api.Figure;

/**
 * The sums of one arm over one kind of position, sequence by sequence and draw by draw, with the figures made from them.
 *
 * @param sums [sequence][draw][column]
 * @param counts positions, by sequence
 */
record Table(List<Part> parts, double[][][] sums, double[] counts) {

    /** A metric's columns and where they start, with its figures. */
    record Part(String metric, List<Column> columns, int offset, List<Figure> figures) {}

    /** One figure of one part. */
    record Cell(Part part, Figure figure) {}

    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Part part : parts) {
            part.figures().forEach(figure -> cells.add(new Cell(part, figure)));
        }
        return cells;
    }

    int width() {
        return parts.stream()
                .mapToInt(
                        part -> part.columns().stream().mapToInt(Column::width).sum())
                .sum();
    }

    int draws() {
        return sums.length == 0 ? 1 : sums[0].length;
    }

    /** Sums over all sequences and draws, each as often as it counts. */
    Totals totals(int[] sequenceTimes, int[] drawTimes) {
        double[] totals = new double[width()];
        double count = 0;
        for (int s = 0; s < sums.length; s++) {
            if (sequenceTimes[s] == 0) {
                continue;
            }
            for (int k = 0; k < drawTimes.length; k++) {
                double times = (double) sequenceTimes[s] * drawTimes[k];
                if (times > 0) {
                    for (int c = 0; c < totals.length; c++) {
                        totals[c] += times * sums[s][k][c];
                    }
                    count += times * counts[s];
                }
            }
        }
        return new Totals(totals, count);
    }

    /** Sums over positions. */
    record Totals(double[] sums, double count) {
        double of(Cell cell) {
            return new ColumnSums(cell.part().columns(), cell.part().offset(), sums, count).of(cell.figure());
        }
    }

    /**
     * The standard error of a figure that comes from its random draws, positions held fixed: sqrt(Σ_s Var_k(T_sk)/K)/N for a
     * mean, where T_sk is the sum of sequence s in draw k. Other figures enter by their derivative with respect to the sums.
     *
     * @return NaN for one draw
     */
    double drawError(Cell cell, Totals totals) {
        int draws = draws();
        if (draws < 2 || totals.count() == 0) {
            return Double.NaN;
        }
        double[] slope = slope(cell, totals);
        double variance = 0;
        for (double[][] sequence : sums) {
            double[] effect = new double[draws];
            double mean = 0;
            for (int k = 0; k < draws; k++) {
                for (int c = 0; c < slope.length; c++) {
                    effect[k] += slope[c] == 0 ? 0 : slope[c] * sequence[k][c];
                }
                mean += effect[k] / draws;
            }
            double squares = 0;
            for (double each : effect) {
                squares += (each - mean) * (each - mean);
            }
            variance += draws * squares / (draws - 1);
        }
        return Math.sqrt(variance);
    }

    /** Derivative of a figure by each sum, from central differences. */
    private static double[] slope(Cell cell, Totals totals) {
        double[] slope = new double[totals.sums().length];
        int end = cell.part().offset()
                + cell.part().columns().stream().mapToInt(Column::width).sum();
        for (int c = cell.part().offset(); c < end; c++) {
            double step = 1e-5 * (Math.abs(totals.sums()[c]) + 1e-12 * totals.count());
            double[] moved = totals.sums().clone();
            moved[c] = totals.sums()[c] + step;
            double above = new Totals(moved, totals.count()).of(cell);
            moved[c] = totals.sums()[c] - step;
            double below = new Totals(moved, totals.count()).of(cell);
            slope[c] = (above - below) / (2 * step);
        }
        return slope;
    }
}
