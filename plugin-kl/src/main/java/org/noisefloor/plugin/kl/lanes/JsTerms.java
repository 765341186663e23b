package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * The terms of JS with one logarithm and one division: for small d log cosh h = log1p(a), a = E²/(2 e^h); for large d log1p(e^−|d|).
 * Either is 2 artanh(s), s = a/(2 + a).
 */
final class JsTerms {
    /** Beyond this, the two halves of JS no longer cancel when written out. */
    private static final float WRITTEN_OUT_ABOVE = 2;

    private static final float LN_2 = 0x1.62e430p-1f;

    /** 2/3, 2/5, …, 2/11: 2 artanh(s) = s (2 + s² (2/3 + …)); for s ≤ 0.22 the first term left out is 1e-9. */
    private static final float ARTANH_3 = 2 / 3f;

    private static final float ARTANH_5 = 2 / 5f;
    private static final float ARTANH_7 = 2 / 7f;
    private static final float ARTANH_9 = 2 / 9f;
    private static final float ARTANH_11 = 2 / 11f;

    private JsTerms() {}

    /** Where all d are small. */
    static final class Near extends Stage {
        @Override
        void run(Block block) {
            if (block.largest > WRITTEN_OUT_ABOVE) {
                return;
            }
            float[] probabilities = block.p;
            float[] ratios = block.d;
            float[] roots = block.ratio;
            float[] rises = block.rise;
            float[] moved = block.moved;
            float[] js = block.terms(Quantity.JS);
            int length = block.length;
            for (int i = 0; i < length; i += COUNT) {
                FloatVector d = FloatVector.fromArray(FLOATS, ratios, i);
                FloatVector rise = FloatVector.fromArray(FLOATS, rises, i);
                FloatVector change = FloatVector.fromArray(FLOATS, moved, i);
                FloatVector square = rise.mul(rise);
                FloatVector below =
                        FloatVector.fromArray(FLOATS, roots, i).mul(4f).add(square);
                FloatVector log = log1p(square.div(below));
                FloatVector near = change.mul(d.mul(0.5f)).sub(change.add(2f).mul(log));
                FloatVector p = FloatVector.fromArray(FLOATS, probabilities, i);
                p.mul(near).mul(0.5f).intoArray(js, i);
            }
        }
    }

    /** Where some are large; the same bits as the other where both could do it. */
    static final class Far extends Stage {
        @Override
        void run(Block block) {
            if (block.largest <= WRITTEN_OUT_ABOVE) {
                return;
            }
            float[] probabilities = block.p;
            float[] ratios = block.d;
            float[] roots = block.ratio;
            float[] rises = block.rise;
            float[] moved = block.moved;
            float[] js = block.terms(Quantity.JS);
            int length = block.length;
            for (int i = 0; i < length; i += COUNT) {
                FloatVector d = FloatVector.fromArray(FLOATS, ratios, i);
                FloatVector root = FloatVector.fromArray(FLOATS, roots, i);
                FloatVector rise = FloatVector.fromArray(FLOATS, rises, i);
                FloatVector change = FloatVector.fromArray(FLOATS, moved, i);
                FloatVector ratio = root.mul(root);
                FloatVector square = rise.mul(rise);
                FloatVector size = d.abs();
                VectorMask<Float> large = size.compare(VectorOperators.GT, WRITTEN_OUT_ABOVE);
                VectorMask<Float> falls = d.compare(VectorOperators.LT, 0f);
                FloatVector smaller = FloatVector.broadcast(FLOATS, 1f).blend(ratio, falls);
                FloatVector larger = ratio.blend(1f, falls);
                FloatVector above = square.blend(smaller, large);
                FloatVector below =
                        root.mul(4f).add(square).blend(larger.add(larger).add(smaller), large);
                FloatVector log = log1p(above.div(below));
                FloatVector near = change.mul(d.mul(0.5f)).sub(change.add(2f).mul(log));
                FloatVector far = ratio.add(1f).mul(log.neg().add(LN_2)).sub(smaller.mul(size));
                FloatVector p = FloatVector.fromArray(FLOATS, probabilities, i);
                p.mul(near.blend(far, large)).mul(0.5f).intoArray(js, i);
            }
        }
    }

    /** log1p(a) from s = a/(2 + a). */
    private static FloatVector log1p(FloatVector s) {
        FloatVector square = s.mul(s);
        return FloatVector.broadcast(FLOATS, ARTANH_11)
                .fma(square, FloatVector.broadcast(FLOATS, ARTANH_9))
                .fma(square, FloatVector.broadcast(FLOATS, ARTANH_7))
                .fma(square, FloatVector.broadcast(FLOATS, ARTANH_5))
                .fma(square, FloatVector.broadcast(FLOATS, ARTANH_3))
                .fma(square, FloatVector.broadcast(FLOATS, 2f))
                .mul(s);
    }
}
