package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import jdk.incubator.vector.FloatVector;

/** Σ d over all tokens and what fills up the last block. */
final class Changes extends Stage {
    private final Stripes sum = new Stripes(1);

    /** The sum; a stage that comes next. */
    Stripes sum() {
        return sum;
    }

    @Override
    void run(Block block) {
        float[] original = block.z;
        float[] spliced = block.tilde;
        float[] partial = sum.ofBlock;
        float shift = block.shift;
        float shiftLow = block.shiftLow;
        int from = block.from;
        int length = block.length;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector changes = FloatVector.zero(FLOATS);
            for (int i = stripe; i < length; i += STRIPES) {
                FloatVector a = FloatVector.fromArray(FLOATS, spliced, from + i);
                FloatVector b = FloatVector.fromArray(FLOATS, original, from + i);
                changes = Lanes.difference(a, b, shift, shiftLow).add(changes);
            }
            Lanes.store(changes, partial, stripe);
        }
    }
}
