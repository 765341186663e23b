package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import java.util.EnumSet;
import java.util.Set;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.noisefloor.plugin.kl.exact.Quantity;

/** q = p e^d, |q − p|/2 and KL with p and q exchanged, p − q + q d. */
final class MassTerms extends Stage {
    /** What {@link MassQTerms} does not give. */
    static final Set<Quantity> BESIDE_Q = EnumSet.of(Quantity.KL_REVERSE, Quantity.TV);

    /** Beyond this, e^d − 1 loses nothing when written out. */
    private static final float WRITTEN_OUT_ABOVE = 1;

    @Override
    void run(Block block) {
        float[] probabilities = block.p;
        float[] ratios = block.d;
        float[] phis = block.phi;
        float[] roots = block.ratio;
        float[] moved = block.moved;
        float[] reverse = block.terms(Quantity.KL_REVERSE);
        float[] tv = block.terms(Quantity.TV);
        float[] mass = block.terms(Quantity.MASS_Q);
        int length = block.length;
        for (int i = 0; i < length; i += COUNT) {
            FloatVector p = FloatVector.fromArray(FLOATS, probabilities, i);
            FloatVector d = FloatVector.fromArray(FLOATS, ratios, i);
            FloatVector phi = FloatVector.fromArray(FLOATS, phis, i);
            FloatVector root = FloatVector.fromArray(FLOATS, roots, i);
            FloatVector ratio = root.mul(root);
            VectorMask<Float> large = d.abs().compare(VectorOperators.GT, WRITTEN_OUT_ABOVE);
            FloatVector change = phi.add(d).blend(ratio.sub(1), large);
            FloatVector back = d.mul(change).sub(phi).blend(d.mul(ratio).sub(change), large);
            change.intoArray(moved, i);
            p.mul(back).intoArray(reverse, i);
            p.mul(change.abs()).mul(0.5f).intoArray(tv, i);
            p.mul(ratio).intoArray(mass, i);
        }
    }
}
