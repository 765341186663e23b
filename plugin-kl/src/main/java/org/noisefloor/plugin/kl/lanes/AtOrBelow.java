package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.noisefloor.plugin.kl.Edges;
import org.noisefloor.plugin.kl.Quantity;

/**
 * The sums of two quantities over all tokens at or below the ends of three decades of p, which share the comparisons: in float32
 * within a block, in float64 between blocks.
 *
 * <p>Not more of either: with twelve sums in one loop JDK 17 sometimes gives up, and the loop takes ten times as long.
 */
final class AtOrBelow implements Stage {
    /** How many decades. */
    static final int ENDS = 3;

    private final Quantity first;
    private final Quantity second;
    private final int decade;
    private final Edges edges;
    /** [quantity, end, stripe]. */
    private final float[] partial = new float[2 * ENDS * STRIPES];

    private final double[] totals = new double[partial.length];

    /** @param decade the first of the three */
    AtOrBelow(Quantity first, Quantity second, int decade, Edges edges) {
        this.first = first;
        this.second = second;
        this.decade = decade;
        this.edges = edges;
    }

    void clear() {
        Arrays.fill(totals, 0);
    }

    @Override
    public void run(Block block) {
        float end0 = edges.highest(decade);
        float end1 = edges.highest(decade + 1);
        float end2 = edges.highest(decade + 2);
        float[] logits = block.z;
        float[] firsts = block.terms(first);
        float[] seconds = block.terms(second);
        int from = block.from;
        int length = block.length;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector a0 = FloatVector.zero(FLOATS);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector b2 = a0;
            for (int i = stripe; i < length; i += STRIPES) {
                FloatVector z = FloatVector.fromArray(FLOATS, logits, from + i);
                FloatVector a = FloatVector.fromArray(FLOATS, firsts, i);
                FloatVector b = FloatVector.fromArray(FLOATS, seconds, i);
                VectorMask<Float> below0 = z.compare(VectorOperators.LE, end0);
                VectorMask<Float> below1 = z.compare(VectorOperators.LE, end1);
                VectorMask<Float> below2 = z.compare(VectorOperators.LE, end2);
                a0 = a0.add(a, below0);
                b0 = b0.add(b, below0);
                a1 = a1.add(a, below1);
                b1 = b1.add(b, below1);
                a2 = a2.add(a, below2);
                b2 = b2.add(b, below2);
            }
            a0.intoArray(partial, stripe);
            a1.intoArray(partial, STRIPES + stripe);
            a2.intoArray(partial, 2 * STRIPES + stripe);
            b0.intoArray(partial, 3 * STRIPES + stripe);
            b1.intoArray(partial, 4 * STRIPES + stripe);
            b2.intoArray(partial, 5 * STRIPES + stripe);
        }
        Lanes.addTo(totals, partial, partial.length);
    }

    double sumOfFirst(int end) {
        return Lanes.sum(totals, end);
    }

    double sumOfSecond(int end) {
        return Lanes.sum(totals, ENDS + end);
    }
}
