package org.noisefloor.benchmarks;

import java.util.Random;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.testkit.metric.Comparisons;

/** Two logit vectors that are as far apart as a splice puts them (KL about 0.1), with what the host knows of them. */
record Pair(
        float[] original,
        float[] spliced,
        double logPartitionOriginal,
        double logPartitionSpliced,
        int top1Original,
        int top1Spliced) {
    private static final double SPREAD = 3;
    private static final double CHANGE = 0.5;

    static Pair random(int vocabulary, Random random) {
        float[] original = new float[vocabulary];
        float[] spliced = new float[vocabulary];
        for (int v = 0; v < vocabulary; v++) {
            original[v] = (float) (SPREAD * random.nextGaussian());
            spliced[v] = (float) (original[v] + CHANGE * random.nextGaussian());
        }
        Comparison known = Comparisons.of(original, spliced, 1);
        return new Pair(
                original,
                spliced,
                known.logPartitionOriginal(),
                known.logPartitionSpliced(),
                known.top1Original(),
                known.top1Spliced());
    }

    /** The same numbers in other memory. */
    Pair copy() {
        return new Pair(
                original.clone(),
                spliced.clone(),
                logPartitionOriginal,
                logPartitionSpliced,
                top1Original,
                top1Spliced);
    }
}
