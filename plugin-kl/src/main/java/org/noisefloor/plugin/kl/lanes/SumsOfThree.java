package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import jdk.incubator.vector.FloatVector;
import org.noisefloor.plugin.kl.exact.Quantity;

/** The sums of two quantities over the tokens for which {@link Below} or {@link Within} left a 1, of three decades of p. */
final class SumsOfThree extends Stage {
    private final Quantity first;
    private final Quantity second;
    private final int decade;
    private final Stripes sums;
    private final int at;

    /**
     * @param second may be the first again
     * @param decade the first of the three
     * @param sums takes three of the first quantity, then three of the second
     * @param at the first of them
     */
    SumsOfThree(Quantity first, Quantity second, int decade, Stripes sums, int at) {
        this.first = first;
        this.second = second;
        this.decade = decade;
        this.sums = sums;
        this.at = at * STRIPES;
    }

    @Override
    void run(Block block) {
        float[] partial = sums.ofBlock;
        float[] ones0 = block.in[decade];
        float[] ones1 = block.in[decade + 1];
        float[] ones2 = block.in[decade + 2];
        float[] firsts = block.terms(first);
        float[] seconds = block.terms(second);
        int length = block.length;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector a0 = FloatVector.zero(FLOATS);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector b2 = a0;
            for (int i = stripe; i < length; i += STRIPES) {
                FloatVector in0 = FloatVector.fromArray(FLOATS, ones0, i);
                FloatVector in1 = FloatVector.fromArray(FLOATS, ones1, i);
                FloatVector in2 = FloatVector.fromArray(FLOATS, ones2, i);
                FloatVector a = FloatVector.fromArray(FLOATS, firsts, i);
                FloatVector b = FloatVector.fromArray(FLOATS, seconds, i);
                a0 = in0.fma(a, a0);
                a1 = in1.fma(a, a1);
                a2 = in2.fma(a, a2);
                b0 = in0.fma(b, b0);
                b1 = in1.fma(b, b1);
                b2 = in2.fma(b, b2);
            }
            int to = at + stripe;
            Lanes.store(a0, partial, to);
            Lanes.store(a1, partial, to + STRIPES);
            Lanes.store(a2, partial, to + 2 * STRIPES);
            Lanes.store(b0, partial, to + 3 * STRIPES);
            Lanes.store(b1, partial, to + 4 * STRIPES);
            Lanes.store(b2, partial, to + 5 * STRIPES);
        }
    }
}
