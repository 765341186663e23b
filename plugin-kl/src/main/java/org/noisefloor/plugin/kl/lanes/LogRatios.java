package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * d = log q − log p, exact to its last bit: the rounding errors of z̃ − z and of the subtraction of Λ = log Z̃ − log Z are added
 * back, and Λ comes as two floats. So p and q each carry the error of the float64 log partitions alone, common to all tokens,
 * which divergences see in second order.
 */
final class LogRatios implements Stage {
    @Override
    public void run(Block block) {
        float[] original = block.z;
        float[] spliced = block.tilde;
        float[] ratios = block.d;
        float shift = block.shift;
        float shiftLow = block.shiftLow;
        int from = block.from;
        int length = block.length;
        FloatVector squares = FloatVector.zero(FLOATS);
        for (int i = 0; i < length; i += COUNT) {
            FloatVector a = FloatVector.fromArray(FLOATS, spliced, from + i);
            FloatVector b = FloatVector.fromArray(FLOATS, original, from + i);
            FloatVector rise = a.sub(b);
            FloatVector lostFirst = Lanes.lost(a, b, rise);
            FloatVector rounded = rise.sub(shift);
            FloatVector lostNext = Lanes.lost(rise, FloatVector.broadcast(FLOATS, shift), rounded);
            FloatVector d = rounded.add(lostFirst.add(lostNext).sub(shiftLow));
            squares = d.fma(d, squares);
            d.intoArray(ratios, i);
        }
        block.squares = squares.reduceLanes(VectorOperators.ADD);
    }
}
