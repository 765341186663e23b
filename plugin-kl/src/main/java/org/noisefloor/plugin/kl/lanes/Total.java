package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import java.util.function.Function;
import jdk.incubator.vector.FloatVector;

/** The sum of one of a block's arrays over all tokens, without decades. */
final class Total extends Stage {
    private final Function<Block, float[]> of;
    private final Stripes sum = new Stripes(1);

    Total(Function<Block, float[]> of) {
        this.of = of;
    }

    /** The sum; a stage that comes next. */
    Stripes sum() {
        return sum;
    }

    @Override
    void run(Block block) {
        float[] values = of.apply(block);
        float[] partial = sum.ofBlock;
        int length = block.length;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector total = FloatVector.zero(FLOATS);
            for (int i = stripe; i < length; i += STRIPES) {
                total = FloatVector.fromArray(FLOATS, values, i).add(total);
            }
            Lanes.store(total, partial, stripe);
        }
    }
}
