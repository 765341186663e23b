package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.noisefloor.plugin.kl.exact.Edges;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * The sums of two quantities over all tokens at or below the ends of two decades of p, which share the comparisons.
 *
 * <p>Not more of either: with six sums in one loop JDK 17 gives up in one JVM of ten, and the loop takes ten times as long.
 */
final class AtOrBelow implements Stage {
    /** How many decades. */
    static final int ENDS = 2;

    private final Quantity first;
    private final Quantity second;
    private final int decade;
    private final Edges edges;
    private final Stripes sums = new Stripes(2 * ENDS);

    /** @param decade the first of the two */
    AtOrBelow(Quantity first, Quantity second, int decade, Edges edges) {
        this.first = first;
        this.second = second;
        this.decade = decade;
        this.edges = edges;
    }

    @Override
    public void run(Block block) {
        float end0 = edges.highest(decade);
        float end1 = edges.highest(decade + 1);
        float[] partial = sums.ofBlock;
        float[] logits = block.z;
        float[] firsts = block.terms(first);
        float[] seconds = block.terms(second);
        int from = block.from;
        int length = block.length;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector a0 = FloatVector.zero(FLOATS);
            FloatVector a1 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            for (int i = stripe; i < length; i += STRIPES) {
                FloatVector z = FloatVector.fromArray(FLOATS, logits, from + i);
                FloatVector a = FloatVector.fromArray(FLOATS, firsts, i);
                FloatVector b = FloatVector.fromArray(FLOATS, seconds, i);
                VectorMask<Float> below0 = z.compare(VectorOperators.LE, end0);
                VectorMask<Float> below1 = z.compare(VectorOperators.LE, end1);
                a0 = a0.add(a, below0);
                b0 = b0.add(b, below0);
                a1 = a1.add(a, below1);
                b1 = b1.add(b, below1);
            }
            a0.intoArray(partial, stripe);
            a1.intoArray(partial, STRIPES + stripe);
            b0.intoArray(partial, 2 * STRIPES + stripe);
            b1.intoArray(partial, 3 * STRIPES + stripe);
        }
    }

    /** The sums, those of the first quantity before those of the second; a stage that comes next. */
    Stripes sums() {
        return sums;
    }
}
