package org.noisefloor.testkit.metric;

import org.noisefloor.api.Comparison;

/**
 * Builds a {@link Comparison} from two arrays of logits. Log partitions and favourites are computed here, in float64, so that
 * a test does not lean on the host's own code.
 */
public final class Comparisons {
    private static final float[] NONE = {};

    private Comparisons() {}

    /** A position 0 without activations. */
    public static Comparison of(float[] original, float[] spliced, int correct) {
        return of(original, spliced, correct, 0);
    }

    /** All entries of the arrays are in use; no activations. */
    public static Comparison of(float[] original, float[] spliced, int correct, int position) {
        return of(original, spliced, original.length, correct, position, NONE, NONE);
    }

    /**
     * A position that is alone in its batch, so that ā = a.
     *
     * @param original z, at least {@code vocabulary} long
     * @param spliced z̃, at least {@code vocabulary} long
     * @param vocabulary V, entries in use
     * @param correct the token that follows, −1 for none
     * @param position index in the sequence
     * @param activation a
     * @param replacement ã
     */
    public static Comparison of(
            float[] original,
            float[] spliced,
            int vocabulary,
            int correct,
            int position,
            float[] activation,
            float[] replacement) {
        double[] mean = new double[activation.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = activation[i];
        }
        return of(original, spliced, vocabulary, correct, position, activation, replacement, mean);
    }

    /**
     * The same in a batch.
     *
     * @param batchMean ā
     */
    public static Comparison of(
            float[] original,
            float[] spliced,
            int vocabulary,
            int correct,
            int position,
            float[] activation,
            float[] replacement,
            double[] batchMean) {
        if (vocabulary < 1 || original.length < vocabulary || spliced.length < vocabulary) {
            throw new IllegalArgumentException("a vocabulary of " + vocabulary + " with " + original.length + " and "
                    + spliced.length + " logits");
        }
        if (correct < -1 || correct >= vocabulary) {
            throw new IllegalArgumentException("correct token " + correct + " in a vocabulary of " + vocabulary);
        }
        return new Position(original, spliced, vocabulary, correct, position, activation, replacement, batchMean);
    }

    private static int favourite(float[] logits, int vocabulary) {
        int best = 0;
        for (int v = 1; v < vocabulary; v++) {
            if (logits[v] > logits[best]) {
                best = v;
            }
        }
        return best;
    }

    private static double logPartition(float[] logits, int vocabulary, int favourite) {
        double max = logits[favourite];
        double others = 0;
        for (int v = 0; v < vocabulary; v++) {
            if (v != favourite) {
                others += StrictMath.exp(logits[v] - max);
            }
        }
        return max + StrictMath.log1p(others);
    }

    private static final class Position implements Comparison {
        private final float[] original;
        private final float[] spliced;
        private final int vocabulary;
        private final int correct;
        private final int position;
        private final float[] activation;
        private final float[] replacement;
        private final double[] batchMean;
        private final int favouriteOriginal;
        private final int favouriteSpliced;
        private final double logPartitionOriginal;
        private final double logPartitionSpliced;

        Position(
                float[] original,
                float[] spliced,
                int vocabulary,
                int correct,
                int position,
                float[] activation,
                float[] replacement,
                double[] batchMean) {
            this.original = original;
            this.spliced = spliced;
            this.vocabulary = vocabulary;
            this.correct = correct;
            this.position = position;
            this.activation = activation;
            this.replacement = replacement;
            this.batchMean = batchMean;
            this.favouriteOriginal = favourite(original, vocabulary);
            this.favouriteSpliced = favourite(spliced, vocabulary);
            this.logPartitionOriginal = logPartition(original, vocabulary, favouriteOriginal);
            this.logPartitionSpliced = logPartition(spliced, vocabulary, favouriteSpliced);
        }

        @Override
        public int position() {
            return position;
        }

        @Override
        public int vocabulary() {
            return vocabulary;
        }

        @Override
        public float[] original() {
            return original;
        }

        @Override
        public float[] spliced() {
            return spliced;
        }

        @Override
        public double logPartitionOriginal() {
            return logPartitionOriginal;
        }

        @Override
        public double logPartitionSpliced() {
            return logPartitionSpliced;
        }

        @Override
        public int favouriteOriginal() {
            return favouriteOriginal;
        }

        @Override
        public int favouriteSpliced() {
            return favouriteSpliced;
        }

        @Override
        public int correct() {
            return correct;
        }

        @Override
        public float[] activation() {
            return activation;
        }

        @Override
        public float[] replacement() {
            return replacement;
        }

        @Override
        public double[] batchMean() {
            return batchMean;
        }
    }
}
