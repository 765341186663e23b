package org.noisefloor.core.summary;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.summary.Table.Rows;

/**
 * Sums over sequences and draws, each as often as it counts: in some resamples, or as they are. The terms of each sum are added in the order
 * of sequences and draws, so that threads change no bit. Sequences of one document that stand together in a {@link Chunk} are one term of
 * all its resamples, which is several times fewer; how long a chunk is depends on the run alone.
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
     * @param draws how much each row of a sequence counts, by resample
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

    Stream<Resampling> resamplings() {
        return Stream.ofNullable(resampling);
    }

    void take(Chunk chunk, List<Rows> rows) {
        take(chunk, rows, 0, rows.size());
    }

    /** Takes the records first..end of the chunk. */
    void take(Chunk chunk, List<Rows> rows, int first, int end) {
        hold();
        if (resampling == null) {
            rows.subList(first, end).forEach(each -> add(0, 1, draws.apply(0), each));
            return;
        }
        byte[][] times = chunk.times(resampling);
        int[] starts = IntStream.range(first, end)
                .filter(s -> s == first || !chunk.isDrawnWithLast(resampling, s))
                .toArray();
        List<Rows> together = IntStream.range(0, starts.length)
                .mapToObj(i -> Rows.sum(rows.subList(starts[i], i + 1 < starts.length ? starts[i + 1] : end)))
                .toList();
        IntStream.range(0, size).parallel().forEach(at -> {
            double[] weights = draws.apply(from + at);
            for (int i = 0; i < starts.length; i++) {
                int count = times[from + at][starts[i]] & 0xff;
                if (count > 0) {
                    add(at, count, weights, together.get(i));
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
