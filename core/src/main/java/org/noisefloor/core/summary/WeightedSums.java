package org.noisefloor.core.summary;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.summary.Table.Rows;

/**
 * Sums over sequences and draws, each as often as it counts: in some resamples, or as they are. The terms of each sum are added in the order
 * of sequences and draws, so that neither threads nor the parts in which records are read change a bit.
 */
final class WeightedSums {
    private final @Nullable Resampling resampling;
    private final int from;
    private final IntFunction<double[]> draws;
    private final int width;
    private final int size;
    /** Empty until the first record is taken. */
    private double[][] sums = {};

    private double[] counts = {};

    private WeightedSums(int width, @Nullable Resampling resampling, int from, int to, IntFunction<double[]> draws) {
        this.resampling = resampling;
        this.from = from;
        this.draws = draws;
        this.width = width;
        this.size = to - from;
    }

    /**
     * Of resamples from..to.
     *
     * @param draws how much each draw counts, by resample
     */
    static WeightedSums resampled(int width, Resampling resampling, int from, int to, IntFunction<double[]> draws) {
        return new WeightedSums(width, resampling, from, to, draws);
    }

    /** Each sequence once, and of draws the first so many. */
    static WeightedSums once(int width, int draws) {
        double[] all = Resampling.allDraws(draws);
        return new WeightedSums(width, null, 0, 1, resample -> all);
    }

    /** Bytes of the sums of one resample. */
    static long bytes(int width) {
        return Double.BYTES * (width + 4L);
    }

    void take(Chunk chunk, List<Rows> rows) {
        take(chunk, rows, 0, rows.size());
    }

    /** Takes the records first..end of the chunk. */
    void take(Chunk chunk, List<Rows> rows, int first, int end) {
        byte[][] times = resampling == null ? new byte[0][] : chunk.times(resampling);
        hold();
        IntStream.range(0, size).parallel().forEach(at -> {
            double[] weights = draws.apply(from + at);
            for (int s = first; s < end; s++) {
                int count = resampling == null ? 1 : times[from + at][s] & 0xff;
                if (count > 0) {
                    add(at, count, weights, rows.get(s));
                }
            }
        });
    }

    private void hold() {
        if (sums.length == 0) {
            sums = new double[size][width];
            counts = new double[size];
        }
    }

    private void add(int at, int count, double[] weights, Rows rows) {
        double[] into = sums[at];
        for (int k = 0; k < weights.length; k++) {
            double times = count * weights[k];
            if (times != 0) {
                double[] row = rows.sums()[k];
                for (int c = 0; c < row.length; c++) {
                    into[c] += times * row[c];
                }
                counts[at] += times * rows.counts()[k];
            }
        }
    }

    /** @param resample one of from..to */
    Table.Totals totals(ColumnLayout columns, int resample) {
        return new Table.Totals(columns, sums(resample), count(resample));
    }

    double[] sums(int resample) {
        hold();
        return sums[resample - from];
    }

    double count(int resample) {
        hold();
        return counts[resample - from];
    }

    /** Forgets what was summed up. */
    void clear() {
        sums = new double[0][];
        counts = new double[0];
    }
}
