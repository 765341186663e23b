package org.noisefloor.benchmarks;

import java.util.Random;

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
        return new Pair(
                original, spliced, logPartition(original), logPartition(spliced), top1(original), top1(spliced));
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

    private static double logPartition(float[] logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        return Math.log(sum);
    }

    private static int top1(float[] logits) {
        int best = 0;
        for (int v = 1; v < logits.length; v++) {
            if (logits[v] > logits[best]) {
                best = v;
            }
        }
        return best;
    }
}
