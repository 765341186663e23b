package org.noisefloor.plugin.kl;

import static org.noisefloor.plugin.kl.Lanes.BLOCK;
import static org.noisefloor.plugin.kl.Lanes.COUNT;
import static org.noisefloor.plugin.kl.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * p and d = log q − log p of a block of tokens, in float32.
 *
 * <p>d is exact to its last bit: the rounding errors of z̃ − z and of the subtraction of Λ = log Z̃ − log Z are added back, and Λ
 * comes as two floats. So p and q each carry the error of the float64 log partitions alone, common to all tokens, which divergences
 * see in second order. An error of exp perturbs p on both sides alike and nothing else.
 */
final class Block {
    /** Larger |d| are rare and go to the exact path; below this nothing in float32 overflows. */
    private static final float LARGEST = 80;

    /** e^x is subnormal or zero below this: p is taken as 0. */
    private static final float LOWEST = -87;

    /** Where p is taken as 0, q = p e^d must be negligible too. */
    private static final float LARGEST_AT_LOWEST = 20;

    /** 1/2!, …, 1/7!: the first term left out of e^r, |r| ≤ 0.35, is 6e-9. */
    private static final float[] EXP = {1 / 2f, 1 / 6f, 1 / 24f, 1 / 120f, 1 / 720f, 1 / 5040f};

    /** The original's logits, of which those at {@link #from} and after are this block's; NaN in the padding. */
    float[] z = {};

    int from;
    /** Entries, a multiple of {@link Lanes#STRIPES}. */
    int length;

    final float[] p = new float[BLOCK];
    final float[] d = new float[BLOCK];

    private final float[] lastOriginal = new float[BLOCK];
    private final float[] lastSpliced = new float[BLOCK];

    /**
     * Reads tokens start..end−1, at most {@link Lanes#BLOCK}.
     *
     * @param partition log Z
     * @param shift what is subtracted from z̃ − z to give d
     * @param favourite a token whose logits fill the padding up for the time being
     * @return false if some logit is not finite or some |d| too large, which is for {@link ExactPath}
     */
    boolean read(float[] original, float[] spliced, int start, int end, double partition, double shift, int favourite) {
        int tokens = end - start;
        length = (tokens + Lanes.STRIPES - 1) / Lanes.STRIPES * Lanes.STRIPES;
        float[] tilde = spliced;
        z = original;
        from = start;
        if (length > tokens) {
            tilde = filledUp(lastSpliced, spliced, start, tokens, favourite);
            z = filledUp(lastOriginal, original, start, tokens, favourite);
            from = 0;
        }
        boolean fits = logRatios(tilde, shift, (float) partition);
        probabilities((float) partition, (float) (partition - (float) partition));
        if (length > tokens) {
            Arrays.fill(p, tokens, length, 0);
            Arrays.fill(d, tokens, length, 0);
            Arrays.fill(z, tokens, length, Float.NaN); // in no decade
        }
        return fits;
    }

    private float[] filledUp(float[] last, float[] logits, int start, int tokens, int favourite) {
        System.arraycopy(logits, start, last, 0, tokens);
        Arrays.fill(last, tokens, length, logits[favourite]);
        return last;
    }

    private boolean logRatios(float[] tilde, double shift, float partition) {
        float high = (float) shift;
        float low = (float) (shift - high);
        boolean fits = true;
        float[] logits = z;
        int first = from;
        for (int i = 0, end = length; i < end; i += COUNT) {
            FloatVector a = FloatVector.fromArray(FLOATS, tilde, first + i);
            FloatVector b = FloatVector.fromArray(FLOATS, logits, first + i);
            FloatVector rise = a.sub(b);
            FloatVector lostFirst = Lanes.lost(a, b, rise);
            FloatVector rounded = rise.sub(high);
            FloatVector lostNext = Lanes.lost(rise, FloatVector.broadcast(FLOATS, high), rounded);
            FloatVector ratio = rounded.add(lostFirst.add(lostNext).sub(low));
            VectorMask<Float> lowest = b.compare(VectorOperators.LT, partition + LOWEST);
            FloatVector largest = FloatVector.broadcast(FLOATS, LARGEST).blend(LARGEST_AT_LOWEST, lowest);
            fits &= ratio.abs().compare(VectorOperators.LE, largest).allTrue();
            ratio.intoArray(d, i);
        }
        return fits;
    }

    private void probabilities(float partition, float partitionLow) {
        float[] logits = z;
        int first = from;
        for (int i = 0, end = length; i < end; i += COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, logits, first + i).sub(partition);
            VectorMask<Float> lowest = x.compare(VectorOperators.LT, LOWEST);
            FloatVector bounded = x.blend(LOWEST, lowest);
            FloatVector rounded = Lanes.rounded(bounded);
            FloatVector r = Lanes.remainder(bounded, rounded).sub(partitionLow);
            FloatVector series = FloatVector.broadcast(FLOATS, EXP[5])
                    .fma(r, FloatVector.broadcast(FLOATS, EXP[4]))
                    .fma(r, FloatVector.broadcast(FLOATS, EXP[3]))
                    .fma(r, FloatVector.broadcast(FLOATS, EXP[2]))
                    .fma(r, FloatVector.broadcast(FLOATS, EXP[1]))
                    .fma(r, FloatVector.broadcast(FLOATS, EXP[0]));
            FloatVector exponential = series.mul(r).fma(r, r).add(1).mul(Lanes.powerOfTwo(rounded));
            exponential.blend(0, lowest).intoArray(p, i);
        }
    }

    /** Takes a token out of the sums that its probability weighs, so that it can be treated in float64. */
    void leaveOut(int token, int start) {
        if (token >= start && token < start + length) {
            p[token - start] = 0;
        }
    }
}
