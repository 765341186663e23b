package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.core.figures.MetricFigures;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.SequenceRecord;

/**
 * The sums of one arm over one kind of position, with the figures made from them.
 *
 * @param cells the figures
 * @param columns where each column stands in the sums
 * @param rows what a sequence adds
 */
record Table(List<Cell> cells, ColumnLayout columns, Function<SequenceRecord, Rows> rows) {

    /**
     * The sums of a sequence, draw by draw.
     *
     * @param sums [draw][column]
     * @param counts positions, by draw
     */
    record Rows(double[][] sums, double[] counts) {
        /** Of draws that all are of the same positions. */
        static Rows of(List<ArmSums> draws, Function<ArmSums, double[]> which, double positions) {
            double[] counts = new double[draws.size()];
            Arrays.fill(counts, positions);
            return new Rows(draws.stream().map(which).toArray(double[][]::new), counts);
        }

        /** The sums of draws that count alike in every resample, as one: draw k is of group k mod their number. */
        Rows byGroup(int groups) {
            if (groups == sums.length) {
                return this;
            }
            Rows all = new Rows(new double[groups][0], new double[groups]);
            for (int k = 0; k < sums.length; k++) {
                all.add(k % groups, this, k);
            }
            return all;
        }

        /** Those of several sequences, draw by draw. */
        static Rows sum(List<Rows> sequences) {
            if (sequences.size() == 1) {
                return sequences.get(0);
            }
            int draws = sequences.get(0).sums.length;
            Rows all = new Rows(new double[draws][0], new double[draws]);
            for (Rows each : sequences) {
                for (int k = 0; k < draws; k++) {
                    all.add(k, each, k);
                }
            }
            return all;
        }

        /** A draw without positions may have no columns. */
        private void add(int to, Rows from, int k) {
            double[] row = from.sums[k];
            sums[to] = sums[to].length == 0 ? new double[row.length] : sums[to];
            for (int c = 0; c < row.length; c++) {
                sums[to][c] += row[c];
            }
            counts[to] += from.counts[k];
        }

        /** With further draws behind its own. */
        Rows with(Rows more) {
            double[] both = Arrays.copyOf(counts, counts.length + more.counts.length);
            System.arraycopy(more.counts, 0, both, counts.length, more.counts.length);
            return new Rows(
                    Stream.concat(Arrays.stream(sums), Arrays.stream(more.sums)).toArray(double[][]::new), both);
        }
    }

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

    /** The same with the draws of a sequence in their groups. */
    Table byGroup(int groups) {
        return new Table(cells, columns, record -> rows.apply(record).byGroup(groups));
    }

    /** The same with further draws behind its own, which count in resamples alone. */
    Table with(Function<SequenceRecord, Rows> more) {
        return new Table(cells, columns, record -> rows.apply(record).with(more.apply(record)));
    }

    /** What some sequences add. */
    List<Rows> rows(Chunk chunk) {
        return chunk.records().stream().map(rows).toList();
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
