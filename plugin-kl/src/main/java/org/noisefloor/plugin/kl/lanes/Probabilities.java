package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * p = e^(z − log Z), its series up to r^7/7!: the first term left out, |r| ≤ 0.35, is 6e-9. An error of the exponential perturbs p
 * on both sides of a divergence alike and nothing else.
 */
final class Probabilities implements Stage {
    /** e^x is subnormal or zero below this: p is taken as 0. */
    static final float LOWEST = -87;

    @Override
    public void run(Block block) {
        float[] logits = block.z;
        float[] probabilities = block.p;
        float partition = block.partition;
        float partitionLow = block.partitionLow;
        int from = block.from;
        int length = block.length;
        for (int i = 0; i < length; i += COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, logits, from + i).sub(partition);
            FloatVector rounded = Lanes.rounded(x);
            FloatVector r = Lanes.remainder(x, rounded).sub(partitionLow);
            FloatVector series = FloatVector.broadcast(FLOATS, Lanes.INVERSE_FACTORIAL_7)
                    .fma(r, FloatVector.broadcast(FLOATS, Lanes.INVERSE_FACTORIAL_6))
                    .fma(r, FloatVector.broadcast(FLOATS, Lanes.INVERSE_FACTORIAL_5))
                    .fma(r, FloatVector.broadcast(FLOATS, Lanes.INVERSE_FACTORIAL_4))
                    .fma(r, FloatVector.broadcast(FLOATS, Lanes.INVERSE_FACTORIAL_3))
                    .fma(r, FloatVector.broadcast(FLOATS, Lanes.INVERSE_FACTORIAL_2));
            FloatVector p = series.mul(r).fma(r, r).add(1).mul(Lanes.powerOfTwo(rounded));
            p.blend(0, x.compare(VectorOperators.LT, LOWEST)).intoArray(probabilities, i);
        }
    }
}
