package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.BLOCK;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import java.util.Arrays;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.plugin.kl.exact.ExactPath;
import org.noisefloor.plugin.kl.exact.Quantity;
import org.noisefloor.plugin.kl.exact.Terms;

/** A block of tokens on its way through the {@link Stage}s: the logits, and the scratch in which one stage leaves what another needs. */
final class Block {
    /** The original's logits, of which those at {@link #from} and after are this block's; +∞ in the padding once d is known. */
    float[] z = {};

    /** The spliced ones, likewise. */
    float[] tilde = {};

    int from;
    /** Entries, a multiple of {@link Lanes#STRIPES}. */
    int length;

    /** log Z as two floats. */
    float partition;

    float partitionLow;

    /** What is subtracted from z̃ − z to give d, as two floats. */
    float shift;

    float shiftLow;

    /** The mean of d over the vocabulary, where it is needed. */
    float mean;

    /** Whether all d so far are of a size that float32 can do with. */
    boolean fits;

    /** The largest |d| of this block; NaN if some d is. */
    float largest;

    /** log q − log p; the terms of the squares, which come last, take its place, and those of {@link #rise} and {@link #ratio}. */
    final float[] d = new float[BLOCK];
    /** e^h − 1, h = d/2. */
    final float[] rise = new float[BLOCK];
    /** e^h. */
    final float[] ratio = new float[BLOCK];
    /** φ(d), until the terms of the masses take its place. */
    final float[] phi = new float[BLOCK];
    /** e^d − 1, until the terms of JS take its place. */
    final float[] moved = new float[BLOCK];

    /** [decade, token]: 1 where p is at most the end of a low decade, or in a high one, else 0. */
    final float[][] in = new float[Decades.COUNT][BLOCK];

    /** One token's part of each quantity, [token], by {@link Quantity#ordinal}: what {@link Terms} is in float64. */
    final float[][] terms = new float[Quantity.values().length][BLOCK];

    /** p = softmax(z), 0 for the tokens that are treated in float64 and in the padding. */
    final float[] p = terms(Quantity.MASS_P);

    private final float[] lastOriginal = new float[BLOCK];
    private final float[] lastSpliced = new float[BLOCK];

    private float[] original = {};
    private float[] spliced = {};
    private int vocabulary;
    private int favourite;
    private int correct;
    private int start;

    Block() {
        // terms in the place of what only they are made of, since what does not fit into the first cache costs a tenth
        // of all sums
        terms[Quantity.KL_REVERSE.ordinal()] = phi;
        terms[Quantity.JS.ordinal()] = moved;
        terms[Quantity.HELLINGER_SQ.ordinal()] = ratio;
        terms[Quantity.LOGPROB_L2_SQ.ordinal()] = d;
        terms[Quantity.LOGIT_L2_SQ.ordinal()] = rise;
        Arrays.fill(terms(Quantity.TOKENS), 1);
    }

    float[] terms(Quantity quantity) {
        return terms[quantity.ordinal()];
    }

    /**
     * Takes all tokens of a position through a row of stages.
     *
     * @param further what is subtracted from d beyond what normalises q
     * @return false if some logit is not finite or some |d| too large, which is for {@link ExactPath}
     */
    boolean pass(Comparison c, double further, Stage[] row) {
        at(c, further);
        for (int first = 0; first < vocabulary && fits; first += BLOCK) {
            moveTo(first);
            go(row);
        }
        return fits;
    }

    /** Takes this block through a row of stages. One place for all rows: it meets many classes, so no compiler inlines one loop into another. */
    void go(Stage[] row) {
        for (Stage stage : row) {
            stage.run(this);
        }
    }

    private void at(Comparison c, double further) {
        original = c.original();
        spliced = c.spliced();
        vocabulary = c.vocabulary();
        favourite = c.top1Original();
        correct = c.target();
        partition = (float) c.logPartitionOriginal();
        partitionLow = (float) (c.logPartitionOriginal() - partition);
        double whole = c.logPartitionSpliced() - c.logPartitionOriginal() + further;
        shift = (float) whole;
        shiftLow = (float) (whole - shift);
        fits = true;
    }

    /** Moves to the tokens from {@code start} on; in the last block the favourite fills the padding up for the time being. */
    private void moveTo(int start) {
        this.start = start;
        int tokens = tokens();
        length = (tokens + STRIPES - 1) / STRIPES * STRIPES;
        z = original;
        tilde = spliced;
        from = start;
        if (length > tokens) {
            z = filledUp(lastOriginal, original, tokens);
            tilde = filledUp(lastSpliced, spliced, tokens);
            from = 0;
        }
    }

    private float[] filledUp(float[] last, float[] logits, int tokens) {
        System.arraycopy(logits, start, last, 0, tokens);
        Arrays.fill(last, tokens, length, logits[favourite]);
        return last;
    }

    /** Entries of the block that are no tokens. */
    int padding() {
        return length - tokens();
    }

    int tokens() {
        return Math.min(BLOCK, vocabulary - start);
    }

    /** Takes the tokens that are treated in float64 out of the sums that their probability weighs, and the padding out of all. */
    void leaveOut() {
        leaveOut(favourite);
        leaveOut(correct);
        int tokens = tokens();
        if (length > tokens) {
            Arrays.fill(p, tokens, length, 0);
            Arrays.fill(d, tokens, length, 0);
            Arrays.fill(z, tokens, length, Float.POSITIVE_INFINITY); // not below the end of any decade
        }
    }

    private void leaveOut(int token) {
        if (token >= start && token < start + length) {
            p[token - start] = 0;
        }
    }
}
