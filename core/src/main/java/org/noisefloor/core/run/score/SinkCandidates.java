package org.noisefloor.core.run.score;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.noisefloor.core.record.LargeNorms;
import org.noisefloor.core.run.batch.BatchActivations;

/**
 * Keeps apart the positions of one sequence that may turn out to be attention sinks: norm more than ten times the median over
 * the run.
 *
 * <p>The run's median is not known yet, so a lower bound of the sequence's own decides: three times its median. That misses
 * a sink only where the sequence's median is more than three times the run's.
 */
final class SinkCandidates {
    private static final double FACTOR = 3;

    private final BatchActivations acts;
    private final int[] rows;
    private final float[] norms;
    private final double bound;
    private final List<Integer> large = new ArrayList<>();
    private final List<double[]> intervened = new ArrayList<>();
    private final List<double[]> observed = new ArrayList<>();

    /** @param rows the intervened positions, ascending */
    SinkCandidates(BatchActivations acts, int[] rows) {
        this.acts = acts;
        this.rows = rows;
        this.norms = new float[rows.length];
        int width = acts.changedSite().width();
        for (int i = 0; i < rows.length; i++) {
            norms[i] = norm(acts.changedOriginal(), rows[i] * width, width);
        }
        float[] sorted = norms.clone();
        Arrays.sort(sorted);
        this.bound = rows.length == 0 ? 0 : FACTOR * sorted[(sorted.length - 1) / 2];
    }

    private static float norm(FloatBuffer values, int from, int width) {
        double squares = 0;
        for (int i = from; i < from + width; i++) {
            squares += (double) values.get(i) * values.get(i);
        }
        return (float) Math.sqrt(squares);
    }

    /** Takes what a position adds to the sums of intervened positions. */
    void take(int row, double[] values) {
        int position = Arrays.binarySearch(rows, row);
        if (norms[position] > bound) {
            large.add(position);
            intervened.add(values.clone());
            observed.add(IntStream.range(0, acts.observations())
                    .mapToDouble(index -> acts.observed(index, row))
                    .toArray());
        }
    }

    LargeNorms kept() {
        return new LargeNorms(
                norms,
                large.stream().mapToInt(Integer::intValue).toArray(),
                intervened.toArray(double[][]::new),
                observed.toArray(double[][]::new));
    }
}
