package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import java.util.Arrays;
import java.util.function.Function;
import jdk.incubator.vector.FloatVector;

/** The sum of one of a block's arrays over all tokens, without decades. */
final class Total implements Stage {
    private final Function<Block, float[]> of;
    private final float[] partial = new float[STRIPES];
    private final double[] totals = new double[STRIPES];

    Total(Function<Block, float[]> of) {
        this.of = of;
    }

    void clear() {
        Arrays.fill(totals, 0);
    }

    @Override
    public void run(Block block) {
        float[] values = of.apply(block);
        int length = block.length;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int i = stripe; i < length; i += STRIPES) {
                sum = sum.add(FloatVector.fromArray(FLOATS, values, i));
            }
            sum.intoArray(partial, stripe);
        }
        Lanes.addTo(totals, partial, STRIPES);
    }

    double value() {
        return Lanes.sum(totals, 0);
    }
}
