package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import org.noisefloor.plugin.kl.exact.Quantity;

/** The terms of KL in both forms; those of its ruler are p itself. */
final class KlTerms extends Stage {
    @Override
    void run(Block block) {
        float[] probabilities = block.p;
        float[] ratios = block.d;
        float[] phi = block.phi;
        float[] kl = block.terms(Quantity.KL);
        float[] signed = block.terms(Quantity.KL_SIGNED);
        int length = block.length;
        for (int i = 0; i < length; i += COUNT) {
            FloatVector p = FloatVector.fromArray(FLOATS, probabilities, i);
            p.mul(FloatVector.fromArray(FLOATS, phi, i)).intoArray(kl, i);
            p.mul(FloatVector.fromArray(FLOATS, ratios, i)).neg().intoArray(signed, i);
        }
    }
}
