package org.noisefloor.core.run.score;

import java.util.Arrays;
import org.noisefloor.core.record.Predictions;

/**
 * What a model predicts at every row of a batch, and the classes that the rows are in; written by several threads, each at rows
 * of its own.
 */
public final class RowPredictions {
    private final int count;
    private final float[] correct;
    private final int[] likely;
    private final float[] probabilities;
    private final int[][] classes;

    /** @param vocabulary entries of a logit vector in use */
    RowPredictions(int rows, int vocabulary, int stratifiers) {
        this.count = Math.min(Predictions.LIKELY, vocabulary);
        this.correct = new float[rows];
        this.likely = new int[rows * count];
        this.probabilities = new float[rows * count];
        this.classes = new int[stratifiers][rows];
    }

    /**
     * Finds the most probable tokens in one pass: nearly every logit is below the least of those found so far, so that the pass
     * costs one comparison for each.
     *
     * @param next the correct token; −1 if there is none
     */
    void take(int row, float[] logits, int vocabulary, double logPartition, int next) {
        int from = row * count;
        int last = from + count - 1;
        Arrays.fill(likely, from, last + 1, -1);
        float least = Float.NEGATIVE_INFINITY;
        for (int v = 0; v < vocabulary; v++) {
            if (logits[v] > least) {
                int at = last;
                for (; at > from && (likely[at - 1] < 0 || logits[v] > logits[likely[at - 1]]); at--) {
                    likely[at] = likely[at - 1];
                }
                likely[at] = v;
                least = likely[last] < 0 ? Float.NEGATIVE_INFINITY : logits[likely[last]];
            }
        }
        for (int i = from; i <= last; i++) {
            probabilities[i] = likely[i] < 0 ? 0 : probability(logits[likely[i]], logPartition);
        }
        correct[row] = next < 0 ? 0 : probability(logits[next], logPartition);
    }

    private static float probability(float logit, double logPartition) {
        return (float) StrictMath.exp(logit - logPartition);
    }

    void classify(int stratifier, int row, int index) {
        classes[stratifier][row] = index;
    }

    /** Those of the given rows. */
    Predictions of(int[] rows) {
        float[] ofCorrect = new float[rows.length];
        int[] ofLikely = new int[rows.length * count];
        float[] ofProbabilities = new float[rows.length * count];
        for (int i = 0; i < rows.length; i++) {
            ofCorrect[i] = correct[rows[i]];
            System.arraycopy(likely, rows[i] * count, ofLikely, i * count, count);
            System.arraycopy(probabilities, rows[i] * count, ofProbabilities, i * count, count);
        }
        return new Predictions(ofCorrect, ofLikely, ofProbabilities);
    }

    /** [stratifier][row] of the given rows. */
    int[][] classes(int[] rows) {
        return Arrays.stream(classes)
                .map(ofStratifier ->
                        Arrays.stream(rows).map(row -> ofStratifier[row]).toArray())
                .toArray(int[][]::new);
    }
}
