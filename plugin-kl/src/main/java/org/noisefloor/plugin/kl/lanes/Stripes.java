package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Several sums, in float32 within a block, where the stage before leaves them, and in float64 between blocks, where this stage
 * adds them. A stage of its own, since a loop that also converts is more than JDK 17 always gets right.
 */
final class Stripes extends Stage {
    private static final VectorSpecies<Double> DOUBLES =
            VectorSpecies.of(double.class, VectorShape.forBitSize(FLOATS.vectorBitSize()));
    private static final VectorSpecies<Float> HALF_FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Math.max(64, FLOATS.vectorBitSize() / 2)));

    /** [sum, stripe], of the present block. */
    final float[] ofBlock;

    private final double[] totals;

    Stripes(int sums) {
        ofBlock = new float[sums * STRIPES];
        totals = new double[ofBlock.length];
    }

    void clear() {
        Arrays.fill(totals, 0);
    }

    @Override
    void run(Block block) {
        for (int i = 0; i < totals.length; i += DOUBLES.length()) {
            DoubleVector more = (DoubleVector)
                    FloatVector.fromArray(HALF_FLOATS, ofBlock, i).castShape(DOUBLES, 0);
            DoubleVector.fromArray(DOUBLES, totals, i).add(more).intoArray(totals, i);
        }
    }

    /** The stripes of a sum in order. */
    double total(int sum) {
        double total = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            total += totals[sum * STRIPES + stripe];
        }
        return total;
    }
}
