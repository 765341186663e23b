package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.noisefloor.plugin.kl.DecadeSums;
import org.noisefloor.plugin.kl.Edges;
import org.noisefloor.plugin.kl.Quantity;

/**
 * The sums of two quantities, which share the comparisons, in the low decades of p, which hold nearly all tokens.
 *
 * <p>Each decade has a sum of all terms at or below it, added under a mask, in float32 within a block and in float64 between
 * blocks; differences of neighbours are the decades. (Sums of all terms above would lose digits, since terms grow upwards.)
 */
final class LowDecades implements Stage {
    /** Those up to 1e-3. */
    static final int LOW = 6;

    private final Quantity first;
    private final Quantity second;
    private final Edges edges;
    /** [quantity, decade, stripe]. */
    private final float[] partial = new float[2 * LOW * STRIPES];

    private final double[] totals = new double[partial.length];

    /** @param second may be the first again, which is then summed once */
    LowDecades(Quantity first, Quantity second, Edges edges) {
        this.first = first;
        this.second = second;
        this.edges = edges;
    }

    void clear() {
        Arrays.fill(totals, 0);
    }

    @Override
    public void run(Block block) {
        float edge0 = edges.highest(0);
        float edge1 = edges.highest(1);
        float edge2 = edges.highest(2);
        float edge3 = edges.highest(3);
        float edge4 = edges.highest(4);
        float edge5 = edges.highest(5);
        float[] logits = block.z;
        float[] firsts = block.terms(first);
        float[] seconds = block.terms(second);
        int from = block.from;
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
                FloatVector z = FloatVector.fromArray(FLOATS, logits, from + i);
                FloatVector a = FloatVector.fromArray(FLOATS, firsts, i);
                FloatVector b = FloatVector.fromArray(FLOATS, seconds, i);
                VectorMask<Float> below = z.compare(VectorOperators.LE, edge0);
                a0 = a0.add(a, below);
                b0 = b0.add(b, below);
                below = z.compare(VectorOperators.LE, edge1);
                a1 = a1.add(a, below);
                b1 = b1.add(b, below);
                below = z.compare(VectorOperators.LE, edge2);
                a2 = a2.add(a, below);
                b2 = b2.add(b, below);
                below = z.compare(VectorOperators.LE, edge3);
                a3 = a3.add(a, below);
                b3 = b3.add(b, below);
                below = z.compare(VectorOperators.LE, edge4);
                a4 = a4.add(a, below);
                b4 = b4.add(b, below);
                below = z.compare(VectorOperators.LE, edge5);
                a5 = a5.add(a, below);
                b5 = b5.add(b, below);
            }
            a0.intoArray(partial, stripe);
            a1.intoArray(partial, STRIPES + stripe);
            a2.intoArray(partial, 2 * STRIPES + stripe);
            a3.intoArray(partial, 3 * STRIPES + stripe);
            a4.intoArray(partial, 4 * STRIPES + stripe);
            a5.intoArray(partial, 5 * STRIPES + stripe);
            b0.intoArray(partial, 6 * STRIPES + stripe);
            b1.intoArray(partial, 7 * STRIPES + stripe);
            b2.intoArray(partial, 8 * STRIPES + stripe);
            b3.intoArray(partial, 9 * STRIPES + stripe);
            b4.intoArray(partial, 10 * STRIPES + stripe);
            b5.intoArray(partial, 11 * STRIPES + stripe);
        }
        Lanes.addTo(totals, partial, partial.length);
    }

    void addTo(DecadeSums sums) {
        addTo(sums, first, 0);
        if (second != first) {
            addTo(sums, second, LOW);
        }
    }

    private void addTo(DecadeSums sums, Quantity quantity, int at) {
        double below = 0;
        for (int decade = 0; decade < LOW; decade++) {
            double upTo = Lanes.sum(totals, at + decade);
            sums.add(quantity, decade, upTo - below);
            below = upTo;
        }
    }
}
