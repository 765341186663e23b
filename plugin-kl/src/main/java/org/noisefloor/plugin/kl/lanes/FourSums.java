package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.noisefloor.plugin.kl.exact.Quantity;

/** As {@link TwoSums}, of four: what says which tokens count is read half as often, and twice as many sums do not wait for one another. */
final class FourSums extends Stage {
    private final List<Quantity> quantities;
    private final int decade;
    private final Stripes sums;
    private final int at;

    /**
     * @param quantities four, of which some may be the same
     * @param decade the first of the three
     * @param sums takes three of the first quantity, then three of the second, and so on
     * @param at the first of them
     */
    FourSums(List<Quantity> quantities, int decade, Stripes sums, int at) {
        this.quantities = List.copyOf(quantities);
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
        float[] as = block.terms(quantities.get(0));
        float[] bs = block.terms(quantities.get(1));
        float[] cs = block.terms(quantities.get(2));
        float[] ds = block.terms(quantities.get(3));
        int length = block.length;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector a0 = FloatVector.zero(FLOATS);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector b2 = a0;
            FloatVector c0 = a0;
            FloatVector c1 = a0;
            FloatVector c2 = a0;
            FloatVector d0 = a0;
            FloatVector d1 = a0;
            FloatVector d2 = a0;
            for (int i = stripe; i < length; i += STRIPES) {
                FloatVector in0 = FloatVector.fromArray(FLOATS, ones0, i);
                FloatVector in1 = FloatVector.fromArray(FLOATS, ones1, i);
                FloatVector in2 = FloatVector.fromArray(FLOATS, ones2, i);
                FloatVector a = FloatVector.fromArray(FLOATS, as, i);
                FloatVector b = FloatVector.fromArray(FLOATS, bs, i);
                FloatVector c = FloatVector.fromArray(FLOATS, cs, i);
                FloatVector d = FloatVector.fromArray(FLOATS, ds, i);
                a0 = in0.fma(a, a0);
                a1 = in1.fma(a, a1);
                a2 = in2.fma(a, a2);
                b0 = in0.fma(b, b0);
                b1 = in1.fma(b, b1);
                b2 = in2.fma(b, b2);
                c0 = in0.fma(c, c0);
                c1 = in1.fma(c, c1);
                c2 = in2.fma(c, c2);
                d0 = in0.fma(d, d0);
                d1 = in1.fma(d, d1);
                d2 = in2.fma(d, d2);
            }
            int to = at + stripe;
            Lanes.store(a0, partial, to);
            Lanes.store(a1, partial, to + STRIPES);
            Lanes.store(a2, partial, to + 2 * STRIPES);
            Lanes.store(b0, partial, to + 3 * STRIPES);
            Lanes.store(b1, partial, to + 4 * STRIPES);
            Lanes.store(b2, partial, to + 5 * STRIPES);
            Lanes.store(c0, partial, to + 6 * STRIPES);
            Lanes.store(c1, partial, to + 7 * STRIPES);
            Lanes.store(c2, partial, to + 8 * STRIPES);
            Lanes.store(d0, partial, to + 9 * STRIPES);
            Lanes.store(d1, partial, to + 10 * STRIPES);
            Lanes.store(d2, partial, to + 11 * STRIPES);
        }
    }
}
