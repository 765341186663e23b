package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    record Part(String metric, List<Column> columns, int offset, List<Figure> figures) {
        int end() {
            return offset + columns.stream().mapToInt(Column::width).sum();
        }
    }

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
        return parts.stream().mapToInt(Part::end).max().orElse(0);
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
        return totals(Resampling.once(sums.length), Resampling.once(draws()));
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

    /** The columns that are vectors, divided by the number of positions. */
    Map<String, double[]> meanVectors(Totals totals) {
        Map<String, double[]> vectors = new LinkedHashMap<>();
        for (Part part : parts) {
            int at = part.offset();
            for (Column column : part.columns()) {
                if (column.width() > 1) {
                    vectors.put(
                            column.name(),
                            Arrays.stream(totals.sums(), at, at + column.width())
                                    .map(sum -> sum / totals.count())
                                    .toArray());
                }
                at += column.width();
            }
        }
        return vectors;
    }

    /** Sums over positions. */
    record Totals(double[] sums, double count) {
        double of(Cell cell) {
            return sums(cell).of(cell.figure());
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

        /** Why it is not {@linkplain #reported reported}. */
        String whyUndefined(Cell cell, int draws) {
            return count == 0
                    ? "undefined: there is no position"
                    : cell.figure().formula().whyUndefined(sums(cell), draws);
        }

        private ColumnSums sums(Cell cell) {
            return new ColumnSums(cell.part().columns(), cell.part().offset(), sums, count);
        }
    }
}
