package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import org.noisefloor.plugin.kl.exact.Quantity;

/** Of what {@link MassTerms} gives q alone, as a tail needs it; the same bits. */
final class MassQTerms extends Stage {
    @Override
    void run(Block block) {
        float[] probabilities = block.p;
        float[] roots = block.ratio;
        float[] mass = block.terms(Quantity.MASS_Q);
        int length = block.length;
        for (int i = 0; i < length; i += COUNT) {
            FloatVector root = FloatVector.fromArray(FLOATS, roots, i);
            FloatVector.fromArray(FLOATS, probabilities, i).mul(root.mul(root)).intoArray(mass, i);
        }
    }
}
