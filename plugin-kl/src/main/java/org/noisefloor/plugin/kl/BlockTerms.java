package org.noisefloor.plugin.kl;

import static org.noisefloor.plugin.kl.Lanes.BLOCK;
import static org.noisefloor.plugin.kl.Lanes.COUNT;
import static org.noisefloor.plugin.kl.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** One token's part of each quantity for a block of tokens, in float32: what {@link Terms} is in float64. */
final class BlockTerms {
    /** Beyond this, e^d − 1 loses nothing when written out. */
    private static final float WRITTEN_OUT_ABOVE = 1;

    /** Beyond this, the two halves of JS no longer cancel when written out. */
    private static final float JS_WRITTEN_OUT_ABOVE = 2;

    private static final float LN_2 = 0x1.62e430p-1f;

    /** 2/3, 2/5, …, 2/11: 2 artanh(s) = s (2 + s² (2/3 + …)); for s ≤ 0.22 the first term left out is 1e-9. */
    private static final float[] ARTANH = {2 / 3f, 2 / 5f, 2 / 7f, 2 / 9f, 2 / 11f};

    /** [token], by {@link Quantity#ordinal}. */
    final float[][] of = new float[Quantity.values().length][BLOCK];

    private final float[] moved = new float[BLOCK];

    BlockTerms() {
        Arrays.fill(of(Quantity.TOKENS), 1);
    }

    float[] of(Quantity quantity) {
        return of[quantity.ordinal()];
    }

    /** KL in both forms, and p. */
    void kl(Block block, Halves halves) {
        float[] kl = of(Quantity.KL);
        float[] signed = of(Quantity.KL_SIGNED);
        float[] mass = of(Quantity.MASS_P);
        for (int i = 0; i < block.length; i += COUNT) {
            FloatVector p = FloatVector.fromArray(FLOATS, block.p, i);
            FloatVector d = FloatVector.fromArray(FLOATS, block.d, i);
            p.mul(FloatVector.fromArray(FLOATS, halves.phi, i)).intoArray(kl, i);
            p.mul(d).neg().intoArray(signed, i);
            p.intoArray(mass, i);
        }
    }

    /** Everything else. */
    void others(Block block, Halves halves, float mean) {
        probabilities(block, halves);
        jensenShannon(block, halves);
        squares(block, halves, mean);
    }

    /** q = p e^d, |q − p|/2 and KL with p and q exchanged, p − q + q d. */
    private void probabilities(Block block, Halves halves) {
        float[] reverse = of(Quantity.KL_REVERSE);
        float[] tv = of(Quantity.TV);
        float[] mass = of(Quantity.MASS_Q);
        for (int i = 0; i < block.length; i += COUNT) {
            FloatVector p = FloatVector.fromArray(FLOATS, block.p, i);
            FloatVector d = FloatVector.fromArray(FLOATS, block.d, i);
            FloatVector phi = FloatVector.fromArray(FLOATS, halves.phi, i);
            FloatVector root = FloatVector.fromArray(FLOATS, halves.ratio, i);
            FloatVector ratio = root.mul(root);
            VectorMask<Float> large = d.abs().compare(VectorOperators.GT, WRITTEN_OUT_ABOVE);
            FloatVector change = phi.add(d).blend(ratio.sub(1), large);
            FloatVector back = d.mul(change).sub(phi).blend(d.mul(ratio).sub(change), large);
            change.intoArray(moved, i);
            p.mul(back).intoArray(reverse, i);
            p.mul(change.abs()).mul(0.5f).intoArray(tv, i);
            p.mul(ratio).intoArray(mass, i);
        }
    }

    /**
     * With one logarithm and one division: for small d log cosh h = log1p(a), a = E²/(2 e^h); for large d log1p(e^−|d|). Either is
     * 2 artanh(s), s = a/(2 + a).
     */
    private void jensenShannon(Block block, Halves halves) {
        float[] js = of(Quantity.JS);
        for (int i = 0; i < block.length; i += COUNT) {
            FloatVector d = FloatVector.fromArray(FLOATS, block.d, i);
            FloatVector root = FloatVector.fromArray(FLOATS, halves.ratio, i);
            FloatVector rise = FloatVector.fromArray(FLOATS, halves.rise, i);
            FloatVector change = FloatVector.fromArray(FLOATS, moved, i);
            FloatVector ratio = root.mul(root);
            FloatVector square = rise.mul(rise);
            FloatVector size = d.abs();
            VectorMask<Float> large = size.compare(VectorOperators.GT, JS_WRITTEN_OUT_ABOVE);
            VectorMask<Float> falls = d.compare(VectorOperators.LT, 0f);
            FloatVector smaller = FloatVector.broadcast(FLOATS, 1f).blend(ratio, falls);
            FloatVector larger = ratio.blend(1f, falls);
            FloatVector above = square.blend(smaller, large);
            FloatVector below =
                    root.mul(4f).add(square).blend(larger.add(larger).add(smaller), large);
            FloatVector log = log1p(above.div(below));
            FloatVector near = change.mul(d.mul(0.5f)).sub(change.add(2f).mul(log));
            FloatVector far = ratio.add(1f).mul(log.neg().add(LN_2)).sub(smaller.mul(size));
            FloatVector p = FloatVector.fromArray(FLOATS, block.p, i);
            p.mul(near.blend(far, large)).mul(0.5f).intoArray(js, i);
        }
    }

    /** log1p(a) from s = a/(2 + a). */
    private static FloatVector log1p(FloatVector s) {
        FloatVector square = s.mul(s);
        return FloatVector.broadcast(FLOATS, ARTANH[4])
                .fma(square, FloatVector.broadcast(FLOATS, ARTANH[3]))
                .fma(square, FloatVector.broadcast(FLOATS, ARTANH[2]))
                .fma(square, FloatVector.broadcast(FLOATS, ARTANH[1]))
                .fma(square, FloatVector.broadcast(FLOATS, ARTANH[0]))
                .fma(square, FloatVector.broadcast(FLOATS, 2f))
                .mul(s);
    }

    private void squares(Block block, Halves halves, float mean) {
        float[] hellinger = of(Quantity.HELLINGER_SQ);
        float[] logprob = of(Quantity.LOGPROB_L2_SQ);
        float[] logit = of(Quantity.LOGIT_L2_SQ);
        for (int i = 0; i < block.length; i += COUNT) {
            FloatVector d = FloatVector.fromArray(FLOATS, block.d, i);
            FloatVector rise = FloatVector.fromArray(FLOATS, halves.rise, i);
            FloatVector p = FloatVector.fromArray(FLOATS, block.p, i);
            FloatVector fromMean = d.sub(mean);
            p.mul(rise).mul(rise).mul(0.5f).intoArray(hellinger, i);
            d.mul(d).intoArray(logprob, i);
            fromMean.mul(fromMean).intoArray(logit, i);
        }
    }
}
