package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import org.noisefloor.plugin.kl.exact.Quantity;

/** Of what {@link SquareTerms} gives the square of log-prob L2 alone; the same bits. */
final class LogprobTerms extends Stage {
    @Override
    void run(Block block) {
        float[] ratios = block.d;
        float[] squares = block.terms(Quantity.LOGPROB_L2_SQ);
        int length = block.length;
        for (int i = 0; i < length; i += COUNT) {
            FloatVector d = FloatVector.fromArray(FLOATS, ratios, i);
            d.mul(d).intoArray(squares, i);
        }
    }
}
