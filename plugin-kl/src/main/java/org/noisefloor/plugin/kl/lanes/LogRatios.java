package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * d = log q − log p, exact to its last bit: the rounding errors of z̃ − z and of the subtraction of Λ = log Z̃ − log Z are added
 * back, and Λ comes as two floats. So p and q each carry the error of the float64 log partitions alone, common to all tokens,
 * which divergences see in second order.
 */
final class LogRatios extends Stage {
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    /** Floats without their sign are ordered as their bits are; NaN comes last. */
    private static final int WITHOUT_SIGN = Integer.MAX_VALUE;

    private final int[] largest = new int[COUNT];

    @Override
    void run(Block block) {
        float[] original = block.z;
        float[] spliced = block.tilde;
        float[] ratios = block.d;
        float shift = block.shift;
        float shiftLow = block.shiftLow;
        int from = block.from;
        int length = block.length;
        IntVector sizes = IntVector.zero(INTS);
        for (int i = 0; i < length; i += COUNT) {
            FloatVector a = FloatVector.fromArray(FLOATS, spliced, from + i);
            FloatVector b = FloatVector.fromArray(FLOATS, original, from + i);
            FloatVector d = Lanes.difference(a, b, shift, shiftLow);
            sizes = d.reinterpretAsInts().and(WITHOUT_SIGN).max(sizes);
            d.intoArray(ratios, i);
        }
        IntVector.zero(INTS).max(sizes).intoArray(largest, 0); // as in Lanes.store
        block.largest = largest();
    }

    private float largest() {
        int most = 0;
        for (int size : largest) {
            most = Math.max(most, size);
        }
        return Float.intBitsToFloat(most);
    }
}
