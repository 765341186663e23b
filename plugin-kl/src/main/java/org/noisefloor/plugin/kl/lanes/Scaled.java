package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** Puts slope · d in the place of d. */
final class Scaled implements Stage {
    /** Below this, nothing in float32 overflows. */
    private static final float LARGEST = 80;

    private float slope = 1;

    void by(double slope) {
        this.slope = (float) slope;
    }

    @Override
    public void run(Block block) {
        float[] ratios = block.d;
        float factor = slope;
        int length = block.length;
        boolean fits = true;
        for (int i = 0; i < length; i += COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, ratios, i).mul(factor);
            fits &= x.abs().lt(LARGEST).allTrue();
            x.intoArray(ratios, i);
        }
        block.fits &= fits;
    }
}
