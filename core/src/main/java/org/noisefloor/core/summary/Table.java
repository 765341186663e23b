package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.core.figures.MetricFigures;
import org.noisefloor.core.record.ColumnLayout;

/**
 * The sums of one arm over one kind of position, sequence by sequence and draw by draw, with the figures made from them.
 *
 * @param cells the figures
 * @param columns where each column stands in the sums
 * @param sums [sequence][draw][column]
 * @param counts positions, by sequence
 */
record Table(List<Cell> cells, ColumnLayout columns, double[][][] sums, double[] counts) {

    /** A figure with the metric that it is of. */
    record Cell(String metric, Figure figure) {}

    /**
     * The figures of some metrics, in their order.
     *
     * @param which metrics, by their place
     */
    static List<Cell> cells(List<MetricFigures> metrics, IntPredicate which) {
        List<Cell> cells = new ArrayList<>();
        for (int m = 0; m < metrics.size(); m++) {
            if (which.test(m)) {
                MetricFigures of = metrics.get(m);
                of.figures().forEach(figure -> cells.add(new Cell(of.metric(), figure)));
            }
        }
        return cells;
    }

    static List<Cell> cells(List<MetricFigures> metrics) {
        return cells(metrics, m -> true);
    }

    int draws() {
        return sums.length == 0 ? 1 : sums[0].length;
    }

    /** Positions of a sequence, once for each draw. */
    double[][] countsByDraw() {
        double[][] byDraw = new double[counts.length][draws()];
        for (int s = 0; s < counts.length; s++) {
            Arrays.fill(byDraw[s], counts[s]);
        }
        return byDraw;
    }

    /** Sums over all sequences and draws. */
    Totals totals() {
        return totals(Resampling.once(sums.length), Resampling.allDraws(draws()));
    }

    /** The same with all draws of a sequence as one, for resamples in which each counts once. */
    Table overDraws() {
        double[][][] all = new double[sums.length][1][columns.width()];
        double[] positions = new double[counts.length];
        for (int s = 0; s < sums.length; s++) {
            positions[s] = counts[s] * sums[s].length;
            for (double[] draw : sums[s]) {
                for (int c = 0; c < draw.length; c++) {
                    all[s][0][c] += draw[c];
                }
            }
        }
        return new Table(cells, columns, all, positions);
    }

    /**
     * The same with further draws behind its own, which count in resamples alone.
     *
     * @param more [sequence][draw][column]
     */
    Table with(double[][][] more) {
        double[][][] all = new double[sums.length][][];
        for (int s = 0; s < sums.length; s++) {
            all[s] = Stream.concat(Arrays.stream(sums[s]), Arrays.stream(more[s]))
                    .toArray(double[][]::new);
        }
        return new Table(cells, columns, all, counts);
    }

    /** Sums over all sequences and draws, each as often as it counts. */
    Totals totals(int[] sequenceTimes, double[] drawWeights) {
        return totals(0, sums.length, sequenceTimes, drawWeights);
    }

    /** The same over the sequences from..to. */
    Totals totals(int from, int to, int[] sequenceTimes, double[] drawWeights) {
        double[] totals = new double[columns.width()];
        double count = 0;
        for (int s = from; s < to; s++) {
            if (sequenceTimes[s] == 0) {
                continue;
            }
            for (int k = 0; k < drawWeights.length; k++) {
                double times = sequenceTimes[s] * drawWeights[k];
                if (times != 0) {
                    for (int c = 0; c < totals.length; c++) {
                        totals[c] += times * sums[s][k][c];
                    }
                    count += times * counts[s];
                }
            }
        }
        return new Totals(columns, totals, count);
    }

    /** The columns that are vectors, divided by the number of positions, of the metrics at some places. */
    Map<String, List<Double>> meanVectors(Totals totals, IntPredicate metrics) {
        Map<String, List<Double>> vectors = new LinkedHashMap<>();
        for (ColumnLayout.Place place : columns.places()) {
            if (place.width() > 1 && metrics.test(place.metric())) {
                vectors.put(
                        place.column(),
                        Arrays.stream(totals.sums(), place.offset(), place.offset() + place.width())
                                .mapToObj(sum -> sum / totals.count())
                                .toList());
            }
        }
        return vectors;
    }

    /** Sums over positions. */
    record Totals(ColumnLayout columns, double[] sums, double count) {
        double of(Cell cell) {
            return sums(cell).value();
        }

        /**
         * The figure if what was measured suffices to report it, else NaN.
         *
         * @param draws how often each position is in the sums
         */
        double reported(Cell cell, int draws) {
            boolean suffices = count > 0 && cell.figure().formula().suffices(sums(cell), draws);
            return suffices ? of(cell) : Double.NaN;
        }

        /** Why it is not {@linkplain #reported reported}, or infinite; empty if it is a finite number. */
        String reason(Cell cell, int draws, double value) {
            return Reasons.of(cell.figure(), sums(cell), draws, value);
        }

        /** The same over other sums of the same columns. */
        Totals with(double[] other, double positions) {
            return new Totals(columns, other, positions);
        }

        private CellSums sums(Cell cell) {
            return new CellSums(cell.figure(), columns, sums, count);
        }
    }
}
