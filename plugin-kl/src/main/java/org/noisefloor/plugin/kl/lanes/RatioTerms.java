package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import org.noisefloor.plugin.kl.Quantity;

/** p φ(x) and p e^x, for x in the place of d: as terms of KL and of the mass of q, which they are for x = d. */
final class RatioTerms implements Stage {
    @Override
    public void run(Block block) {
        float[] probabilities = block.p;
        float[] phi = block.phi;
        float[] roots = block.ratio;
        float[] kl = block.terms(Quantity.KL);
        float[] mass = block.terms(Quantity.MASS_Q);
        int length = block.length;
        for (int i = 0; i < length; i += COUNT) {
            FloatVector p = FloatVector.fromArray(FLOATS, probabilities, i);
            FloatVector root = FloatVector.fromArray(FLOATS, roots, i);
            p.mul(FloatVector.fromArray(FLOATS, phi, i)).intoArray(kl, i);
            p.mul(root).mul(root).intoArray(mass, i);
        }
    }
}
