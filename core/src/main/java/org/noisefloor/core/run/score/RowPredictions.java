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
     * @param scan which has read the logits
     * @param next the correct token; −1 if there is none
     */
    void take(int row, float[] logits, LogitScan scan, int next) {
        int from = row * count;
        scan.highest(likely, from, count);
        for (int i = from; i < from + count; i++) {
            probabilities[i] = likely[i] < 0 ? 0 : probability(logits[likely[i]], scan.logPartition());
        }
        correct[row] = next < 0 ? 0 : probability(logits[next], scan.logPartition());
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
