package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import jdk.incubator.vector.FloatVector;
import org.noisefloor.plugin.kl.exact.Quantity;

/** As {@link SumsOfThree}, of six decades: twelve sums that do not wait for one another, and each term is read once. */
final class SumsOfSix extends Stage {
    private final Quantity first;
    private final Quantity second;
    private final int decade;
    private final Stripes sums;
    private final int at;

    /**
     * @param second may be the first again
     * @param decade the first of the six
     * @param sums takes six of the first quantity, then six of the second
     * @param at the first of them
     */
    SumsOfSix(Quantity first, Quantity second, int decade, Stripes sums, int at) {
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
        float[] ones3 = block.in[decade + 3];
        float[] ones4 = block.in[decade + 4];
        float[] ones5 = block.in[decade + 5];
        float[] firsts = block.terms(first);
        float[] seconds = block.terms(second);
        int length = block.length;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector a0 = FloatVector.zero(FLOATS);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            FloatVector a4 = a0;
            FloatVector a5 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector b2 = a0;
            FloatVector b3 = a0;
            FloatVector b4 = a0;
            FloatVector b5 = a0;
            for (int i = stripe; i < length; i += STRIPES) {
                FloatVector in0 = FloatVector.fromArray(FLOATS, ones0, i);
                FloatVector in1 = FloatVector.fromArray(FLOATS, ones1, i);
                FloatVector in2 = FloatVector.fromArray(FLOATS, ones2, i);
                FloatVector in3 = FloatVector.fromArray(FLOATS, ones3, i);
                FloatVector in4 = FloatVector.fromArray(FLOATS, ones4, i);
                FloatVector in5 = FloatVector.fromArray(FLOATS, ones5, i);
                FloatVector a = FloatVector.fromArray(FLOATS, firsts, i);
                FloatVector b = FloatVector.fromArray(FLOATS, seconds, i);
                a0 = in0.fma(a, a0);
                a1 = in1.fma(a, a1);
                a2 = in2.fma(a, a2);
                a3 = in3.fma(a, a3);
                a4 = in4.fma(a, a4);
                a5 = in5.fma(a, a5);
                b0 = in0.fma(b, b0);
                b1 = in1.fma(b, b1);
                b2 = in2.fma(b, b2);
                b3 = in3.fma(b, b3);
                b4 = in4.fma(b, b4);
                b5 = in5.fma(b, b5);
            }
            int to = at + stripe;
            Lanes.store(a0, partial, to);
            Lanes.store(a1, partial, to + STRIPES);
            Lanes.store(a2, partial, to + 2 * STRIPES);
            Lanes.store(a3, partial, to + 3 * STRIPES);
            Lanes.store(a4, partial, to + 4 * STRIPES);
            Lanes.store(a5, partial, to + 5 * STRIPES);
            Lanes.store(b0, partial, to + 6 * STRIPES);
            Lanes.store(b1, partial, to + 7 * STRIPES);
            Lanes.store(b2, partial, to + 8 * STRIPES);
            Lanes.store(b3, partial, to + 9 * STRIPES);
            Lanes.store(b4, partial, to + 10 * STRIPES);
            Lanes.store(b5, partial, to + 11 * STRIPES);
        }
    }
}
