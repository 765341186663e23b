package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * Functions of h = d/2, from which every divergence is made: with E = e^h − 1 and φ(x) = e^x − 1 − x, φ(d) = E² + 2φ(h) has no
 * cancellation, whatever d.
 */
final class Halves implements Stage {
    @Override
    public void run(Block block) {
        float[] ratios = block.d;
        float[] rise = block.rise;
        float[] ratio = block.ratio;
        float[] phi = block.phi;
        int length = block.length;
        for (int i = 0; i < length; i += COUNT) {
            FloatVector h = FloatVector.fromArray(FLOATS, ratios, i).mul(0.5f);
            FloatVector rounded = Lanes.roundedBeyondOne(h);
            FloatVector r = Lanes.remainder(h, rounded);
            FloatVector s = Lanes.powerOfTwo(rounded);
            FloatVector phiR = Lanes.phiNearZero(r);
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
