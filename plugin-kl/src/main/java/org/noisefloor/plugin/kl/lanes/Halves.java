package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * Functions of h = d/2, from which every divergence is made: with E = e^h − 1 and φ(x) = e^x − 1 − x, φ(d) = E² + 2φ(h) has no
 * cancellation, whatever d. In two loops: one for the blocks in which all h are near 0, one for the others.
 */
final class Halves {
    private static final float NEAR = 2 * Lanes.NEAR;

    private Halves() {}

    /** E = h + φ(h). */
    static final class Near extends Stage {
        @Override
        void run(Block block) {
            if (block.largest > NEAR) {
                return;
            }
            float[] ratios = block.d;
            float[] rise = block.rise;
            float[] ratio = block.ratio;
            float[] phi = block.phi;
            int length = block.length;
            for (int i = 0; i < length; i += COUNT) {
                FloatVector h = FloatVector.fromArray(FLOATS, ratios, i).mul(0.5f);
                FloatVector phiH = Lanes.phi(h);
                FloatVector e = h.add(phiH);
                e.intoArray(rise, i);
                e.add(1).intoArray(ratio, i);
                e.fma(e, phiH.add(phiH)).intoArray(phi, i);
            }
        }
    }

    /** As {@link Lanes#roundedBeyondNear} says; the same bits as the other where both could do it. */
    static final class Far extends Stage {
        @Override
        void run(Block block) {
            if (block.largest <= NEAR) {
                return;
            }
            float[] ratios = block.d;
            float[] rise = block.rise;
            float[] ratio = block.ratio;
            float[] phi = block.phi;
            int length = block.length;
            for (int i = 0; i < length; i += COUNT) {
                FloatVector h = FloatVector.fromArray(FLOATS, ratios, i).mul(0.5f);
                FloatVector rounded = Lanes.roundedBeyondNear(h);
                FloatVector r = Lanes.remainder(h, rounded);
                FloatVector s = Lanes.powerOfTwo(rounded);
                FloatVector phiR = Lanes.phi(r);
                FloatVector moved = r.add(phiR);
                FloatVector sLess1 = s.sub(1);
                FloatVector e = s.fma(moved, sLess1);
                FloatVector phiH = s.fma(phiR, sLess1.add(s.mul(r).sub(h)));
                e.intoArray(rise, i);
                s.fma(moved, s).intoArray(ratio, i);
                e.fma(e, phiH.add(phiH)).intoArray(phi, i);
            }
        }
    }
}
