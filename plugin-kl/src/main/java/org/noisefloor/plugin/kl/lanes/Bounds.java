package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Whether float32 can do with every d. A block's largest |d| nearly always tells; else each token is looked at. */
final class Bounds extends Stage {
    /** Larger |d| are rare and go to the exact path; below this nothing in float32 overflows. */
    private static final float LARGEST = 80;

    /** Where p is taken as 0, q = p e^d must be negligible too. */
    private static final float LARGEST_AT_LOWEST = 20;

    @Override
    void run(Block block) {
        if (block.largest <= LARGEST_AT_LOWEST) {
            return; // not so if it is NaN
        }
        boolean fits = true;
        float lowest = block.partition + Probabilities.LOWEST;
        for (int i = 0; i < block.length; i += COUNT) {
            VectorMask<Float> low =
                    FloatVector.fromArray(FLOATS, block.z, block.from + i).compare(VectorOperators.LT, lowest);
            FloatVector largest = FloatVector.broadcast(FLOATS, LARGEST).blend(LARGEST_AT_LOWEST, low);
            fits &= FloatVector.fromArray(FLOATS, block.d, i)
                    .abs()
                    .compare(VectorOperators.LE, largest)
                    .allTrue();
        }
        block.fits &= fits;
    }
}
