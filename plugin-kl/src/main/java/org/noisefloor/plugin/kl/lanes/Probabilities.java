package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * p = e^(z − log Z), to 3e-9 of it before float32 rounds. An error of the exponential perturbs p on both sides of a divergence alike
 * and nothing else.
 */
final class Probabilities extends Stage {
    /** p is taken as 0 somewhere below this: e^x is subnormal or zero soon after. */
    static final float LOWEST = -87;

    /** A fall from log Z at which k is −127 and 2^k is 0. */
    private static final int NOTHING = Float.floatToIntBits(88);

    // (e^r − 1 − r)/r² for |r| ≤ 0.348
    private static final float Q_0 = 0x1.fffffcp-2f;
    private static final float Q_1 = 0x1.55548ep-3f;
    private static final float Q_2 = 0x1.5559p-5f;
    private static final float Q_3 = 0x1.123c44p-7f;
    private static final float Q_4 = 0x1.6a2042p-10f;

    @Override
    void run(Block block) {
        float[] logits = block.z;
        float[] probabilities = block.p;
        float partition = block.partition;
        float partitionLow = block.partitionLow;
        int from = block.from;
        int length = block.length;
        for (int i = 0; i < length; i += COUNT) {
            FloatVector z = FloatVector.fromArray(FLOATS, logits, from + i);
            // as whole numbers, which are ordered as the floats are save that all below 0 come first: a minimum for one
            // instruction
            IntVector fall = FloatVector.broadcast(FLOATS, partition).sub(z).reinterpretAsInts();
            FloatVector x = fall.min(NOTHING).reinterpretAsFloats().neg();
            FloatVector rounded = Lanes.rounded(x);
            FloatVector r = Lanes.remainder(x, rounded).sub(partitionLow);
            FloatVector r2 = r.mul(r);
            FloatVector q = FloatVector.broadcast(FLOATS, Q_4)
                    .fma(r2, Lanes.pair(Q_3, Q_2, r))
                    .fma(r2, Lanes.pair(Q_1, Q_0, r));
            q.fma(r2, r).add(1).mul(Lanes.powerOfTwo(rounded)).intoArray(probabilities, i);
        }
    }
}
