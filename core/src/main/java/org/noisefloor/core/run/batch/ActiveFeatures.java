package org.noisefloor.core.run.batch;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.noisefloor.core.record.FeatureCounts;

/** The features that an intervention reports as active, row by row of a batch; reused from batch to batch. */
final class ActiveFeatures {
    private final int features;
    /** [row][n], as many as {@code counts} says. */
    private final int[][] active;

    private final int[] counts;

    /** @param features how many the intervention has; of 0 nothing is kept */
    ActiveFeatures(int features, int rows) {
        this.features = features;
        this.active = new int[rows][0];
        this.counts = new int[rows];
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    void add(int row, int feature) {
        if (features == 0) {
            return;
        }
        Objects.checkIndex(feature, features);
        if (counts[row] == active[row].length) {
            active[row] = Arrays.copyOf(active[row], Math.max(16, 2 * counts[row]));
        }
        active[row][counts[row]++] = feature;
    }

    /** Counts of rows from..to, those outside the mask left out. */
    FeatureCounts count(int from, int to, IntPredicate mask) {
        if (features == 0) {
            return FeatureCounts.NONE;
        }
        int[] positions = new int[features];
        for (int row = from; row < to; row++) {
            for (int n = 0; mask.test(row) && n < counts[row]; n++) {
                positions[active[row][n]]++;
            }
        }
        int[] found = IntStream.range(0, features)
                .filter(feature -> positions[feature] > 0)
                .toArray();
        return new FeatureCounts(
                features,
                found,
                IntStream.of(found).map(feature -> positions[feature]).toArray());
    }
}
