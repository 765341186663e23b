package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import java.util.EnumSet;
import java.util.Set;
import jdk.incubator.vector.FloatVector;
import org.noisefloor.plugin.kl.exact.Quantity;

/** The squares that Hellinger, log-prob L2 and logit L2 are roots of. */
final class SquareTerms extends Stage {
    /** What {@link LogprobTerms} does not give. */
    static final Set<Quantity> BESIDE_LOGPROB = EnumSet.of(Quantity.HELLINGER_SQ, Quantity.LOGIT_L2_SQ);

    @Override
    void run(Block block) {
        float[] probabilities = block.p;
        float[] ratios = block.d;
        float[] rises = block.rise;
        float[] hellinger = block.terms(Quantity.HELLINGER_SQ);
        float[] logprob = block.terms(Quantity.LOGPROB_L2_SQ);
        float[] logit = block.terms(Quantity.LOGIT_L2_SQ);
        float mean = block.mean;
        int length = block.length;
        for (int i = 0; i < length; i += COUNT) {
            FloatVector d = FloatVector.fromArray(FLOATS, ratios, i);
            FloatVector rise = FloatVector.fromArray(FLOATS, rises, i);
            FloatVector fromMean = d.sub(mean);
            FloatVector.fromArray(FLOATS, probabilities, i)
                    .mul(rise)
                    .mul(rise)
                    .mul(0.5f)
                    .intoArray(hellinger, i);
            d.mul(d).intoArray(logprob, i);
            fromMean.mul(fromMean).intoArray(logit, i);
        }
    }
}
