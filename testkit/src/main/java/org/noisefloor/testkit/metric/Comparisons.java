package org.noisefloor.testkit.metric;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Comparison;

/**
 * Builds a {@link Comparison} from two arrays of logits. Log partitions and most probable tokens are computed here, in float64, so
 * that a test does not lean on the host's own code.
 */
public final class Comparisons {
    private static final float[] NONE = {};

    private Comparisons() {}

    /** A position 0 without activations. */
    public static Comparison of(float[] original, float[] spliced, int target) {
        return of(original, spliced, target, 0);
    }

    /** All entries of the arrays are in use; no activations. */
    public static Comparison of(float[] original, float[] spliced, int target, int position) {
        return with(original, spliced).target(target).position(position).build();
    }

    /**
     * Starts with position 0 of sequence 0, which no token follows; no activations, all entries of the arrays in use.
     *
     * @param original z
     * @param spliced z̃
     */
    public static Builder with(float[] original, float[] spliced) {
        return new Builder(original, spliced);
    }

    /** Starts with another position, of which some is to change. */
    public static Builder like(Comparison c) {
        int[] tokens = new int[c.length()];
        Arrays.setAll(tokens, c::token);
        return with(c.original(), c.spliced())
                .vocabulary(c.vocabulary())
                .target(c.target())
                .position(c.position())
                .sequence(c.sequence(), c.document())
                .tokens(tokens)
                .activations(c.activation(), c.replacement())
                .batchMean(c.batchMean());
    }

    /** Takes what else there is to say of a position. */
    public static final class Builder {
        private float[] original;
        private float[] spliced;
        private int vocabulary;
        private int target = -1;
        private int position;
        private int sequence;
        private int document;
        private int @Nullable [] tokens;
        private float[] activation = NONE;
        private float[] replacement = NONE;
        private double @Nullable [] batchMean;

        private Builder(float[] original, float[] spliced) {
            this.original = original;
            this.spliced = spliced;
            this.vocabulary = original.length;
        }

        /** z and z̃. */
        public Builder logits(float[] ofOriginal, float[] ofSpliced) {
            this.original = ofOriginal;
            this.spliced = ofSpliced;
            return this;
        }

        /** V, the entries in use of arrays that may be longer. */
        public Builder vocabulary(int entries) {
            this.vocabulary = entries;
            return this;
        }

        /** y, the token that follows; −1 for none. */
        public Builder target(int token) {
            this.target = token;
            return this;
        }

        /** The index in the sequence. */
        public Builder position(int index) {
            this.position = index;
            return this;
        }

        /** The indices of the sequence and of the document that the token comes from. */
        public Builder sequence(int index, int ofDocument) {
            this.sequence = index;
            this.document = ofDocument;
            return this;
        }

        /** The tokens of the sequence; where none are given, zeros up to the target, which is the last. */
        public Builder tokens(int... ofSequence) {
            this.tokens = ofSequence.clone();
            return this;
        }

        /** a and ã. */
        public Builder activations(float[] ofOriginal, float[] ofSpliced) {
            this.activation = ofOriginal;
            this.replacement = ofSpliced;
            return this;
        }

        /** ā; where none is given, the position is alone in its batch and ā = a. */
        public Builder batchMean(double[] mean) {
            this.batchMean = mean;
            return this;
        }

        public Comparison build() {
            if (vocabulary < 1 || original.length < vocabulary || spliced.length < vocabulary) {
                throw new IllegalArgumentException("a vocabulary of " + vocabulary + " with " + original.length
                        + " and " + spliced.length + " logits");
            }
            if (target < -1 || target >= vocabulary) {
                throw new IllegalArgumentException("target " + target + " in a vocabulary of " + vocabulary);
            }
            if (tokens != null && position >= tokens.length) {
                throw new IllegalArgumentException("position " + position + " of " + tokens.length + " tokens");
            }
            return new Position(this);
        }
    }

    private static int top1(float[] logits, int vocabulary) {
        int best = 0;
        for (int v = 1; v < vocabulary; v++) {
            if (logits[v] > logits[best]) {
                best = v;
            }
        }
        return best;
    }

    private static double logPartition(float[] logits, int vocabulary, int top1) {
        double max = logits[top1];
        double others = 0;
        for (int v = 0; v < vocabulary; v++) {
            if (v != top1) {
                others += StrictMath.exp(logits[v] - max);
            }
        }
        return max + StrictMath.log1p(others);
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    private static final class Position implements Comparison {
        private final float[] original;
        private final float[] spliced;
        private final int vocabulary;
        private final int target;
        private final int position;
        private final int sequence;
        private final int document;
        private final int[] tokens;
        private final float[] activation;
        private final float[] replacement;
        private final double[] batchMean;
        private final int top1Original;
        private final int top1Spliced;
        private final double logPartitionOriginal;
        private final double logPartitionSpliced;

        Position(Builder made) {
            this.original = made.original;
            this.spliced = made.spliced;
            this.vocabulary = made.vocabulary;
            this.target = made.target;
            this.position = made.position;
            this.sequence = made.sequence;
            this.document = made.document;
            this.tokens = made.tokens == null ? upToTarget(made) : made.tokens;
            this.activation = made.activation;
            this.replacement = made.replacement;
            this.batchMean = made.batchMean == null ? widened(activation) : made.batchMean;
            this.top1Original = top1(original, vocabulary);
            this.top1Spliced = top1(spliced, vocabulary);
            this.logPartitionOriginal = logPartition(original, vocabulary, top1Original);
            this.logPartitionSpliced = logPartition(spliced, vocabulary, top1Spliced);
        }

        private static int[] upToTarget(Builder made) {
            int[] tokens = new int[made.position + (made.target < 0 ? 1 : 2)];
            if (made.target >= 0) {
                tokens[made.position + 1] = made.target;
            }
            return tokens;
        }

        @Override
        public int position() {
            return position;
        }

        @Override
        public int sequence() {
            return sequence;
        }

        @Override
        public int document() {
            return document;
        }

        @Override
        public int length() {
            return tokens.length;
        }

        @Override
        public int token(int at) {
            return tokens[at];
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
        public int top1Original() {
            return top1Original;
        }

        @Override
        public int top1Spliced() {
            return top1Spliced;
        }

        @Override
        public int target() {
            return target;
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
