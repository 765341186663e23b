package org.noisefloor.plugin.kl;

import static org.noisefloor.plugin.kl.Lanes.COUNT;
import static org.noisefloor.plugin.kl.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.Lanes.STRIPES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.noisefloor.api.Decades;

/**
 * Sums of terms by decade of p, block after block.
 *
 * <p>The low decades hold nearly all tokens. Each has a sum of all terms at or below it, added under a mask, in float32 within a
 * block and in float64 between blocks; differences of neighbours are the decades. (Sums of all terms above would lose digits,
 * since terms grow upwards.) The few tokens above the low decades are added one by one in float64.
 */
final class BlockSums {
    /** Decades at or below 1e-4. */
    private static final int LOW = 5;

    private static final int QUANTITIES = Quantity.values().length;

    private final Edges edges;
    /** [quantity, low decade, stripe]. */
    private final float[] partial = new float[QUANTITIES * LOW * STRIPES];

    private final double[] low = new double[partial.length];
    private final double[][] high = new double[QUANTITIES][Decades.COUNT];

    BlockSums(Edges edges) {
        this.edges = edges;
    }

    void clear() {
        Arrays.fill(low, 0);
        for (double[] row : high) {
            Arrays.fill(row, 0);
        }
    }

    /** Adds a block's terms: those that come with KL, or all. */
    void add(Block block, BlockTerms terms, boolean all) {
        addThree(block, terms, 0);
        if (all) {
            addThree(block, terms, 3);
            addThree(block, terms, 6);
            addTwo(block, terms, 9);
        }
        int quantities = all ? QUANTITIES : Quantity.WITH_KL;
        Lanes.addTo(low, partial, quantities * LOW * STRIPES);
        addHigh(block, terms, quantities);
    }

    /** Three quantities at a time: their sums and the masks are what fits into registers. */
    private void addThree(Block block, BlockTerms terms, int first) {
        float[] a = terms.of[first];
        float[] b = terms.of[first + 1];
        float[] c = terms.of[first + 2];
        float edge0 = edges.highest(0);
        float edge1 = edges.highest(1);
        float edge2 = edges.highest(2);
        float edge3 = edges.highest(3);
        float edge4 = edges.highest(4);
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector a0 = FloatVector.zero(FLOATS);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            FloatVector a4 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector b2 = a0;
            FloatVector b3 = a0;
            FloatVector b4 = a0;
            FloatVector c0 = a0;
            FloatVector c1 = a0;
            FloatVector c2 = a0;
            FloatVector c3 = a0;
            FloatVector c4 = a0;
            for (int i = stripe; i < block.length; i += STRIPES) {
                FloatVector z = FloatVector.fromArray(FLOATS, block.z, block.from + i);
                FloatVector termA = FloatVector.fromArray(FLOATS, a, i);
                FloatVector termB = FloatVector.fromArray(FLOATS, b, i);
                FloatVector termC = FloatVector.fromArray(FLOATS, c, i);
                VectorMask<Float> in0 = z.compare(VectorOperators.LE, edge0);
                VectorMask<Float> in1 = z.compare(VectorOperators.LE, edge1);
                VectorMask<Float> in2 = z.compare(VectorOperators.LE, edge2);
                VectorMask<Float> in3 = z.compare(VectorOperators.LE, edge3);
                VectorMask<Float> in4 = z.compare(VectorOperators.LE, edge4);
                a0 = a0.add(termA, in0);
                a1 = a1.add(termA, in1);
                a2 = a2.add(termA, in2);
                a3 = a3.add(termA, in3);
                a4 = a4.add(termA, in4);
                b0 = b0.add(termB, in0);
                b1 = b1.add(termB, in1);
                b2 = b2.add(termB, in2);
                b3 = b3.add(termB, in3);
                b4 = b4.add(termB, in4);
                c0 = c0.add(termC, in0);
                c1 = c1.add(termC, in1);
                c2 = c2.add(termC, in2);
                c3 = c3.add(termC, in3);
                c4 = c4.add(termC, in4);
            }
            keep(first, stripe, a0, a1, a2, a3, a4);
            keep(first + 1, stripe, b0, b1, b2, b3, b4);
            keep(first + 2, stripe, c0, c1, c2, c3, c4);
        }
    }

    private void addTwo(Block block, BlockTerms terms, int first) {
        float[] a = terms.of[first];
        float[] b = terms.of[first + 1];
        float edge0 = edges.highest(0);
        float edge1 = edges.highest(1);
        float edge2 = edges.highest(2);
        float edge3 = edges.highest(3);
        float edge4 = edges.highest(4);
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector a0 = FloatVector.zero(FLOATS);
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            FloatVector a4 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector b2 = a0;
            FloatVector b3 = a0;
            FloatVector b4 = a0;
            for (int i = stripe; i < block.length; i += STRIPES) {
                FloatVector z = FloatVector.fromArray(FLOATS, block.z, block.from + i);
                FloatVector termA = FloatVector.fromArray(FLOATS, a, i);
                FloatVector termB = FloatVector.fromArray(FLOATS, b, i);
                VectorMask<Float> in0 = z.compare(VectorOperators.LE, edge0);
                VectorMask<Float> in1 = z.compare(VectorOperators.LE, edge1);
                VectorMask<Float> in2 = z.compare(VectorOperators.LE, edge2);
                VectorMask<Float> in3 = z.compare(VectorOperators.LE, edge3);
                VectorMask<Float> in4 = z.compare(VectorOperators.LE, edge4);
                a0 = a0.add(termA, in0);
                a1 = a1.add(termA, in1);
                a2 = a2.add(termA, in2);
                a3 = a3.add(termA, in3);
                a4 = a4.add(termA, in4);
                b0 = b0.add(termB, in0);
                b1 = b1.add(termB, in1);
                b2 = b2.add(termB, in2);
                b3 = b3.add(termB, in3);
                b4 = b4.add(termB, in4);
            }
            keep(first, stripe, a0, a1, a2, a3, a4);
            keep(first + 1, stripe, b0, b1, b2, b3, b4);
        }
    }

    private void keep(
            int quantity, int stripe, FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3, FloatVector s4) {
        int at = quantity * LOW * STRIPES + stripe;
        s0.intoArray(partial, at);
        s1.intoArray(partial, at + STRIPES);
        s2.intoArray(partial, at + 2 * STRIPES);
        s3.intoArray(partial, at + 3 * STRIPES);
        s4.intoArray(partial, at + 4 * STRIPES);
    }

    private void addHigh(Block block, BlockTerms terms, int quantities) {
        float edge = edges.highest(LOW - 1);
        for (int i = 0; i < block.length; i += COUNT) {
            FloatVector z = FloatVector.fromArray(FLOATS, block.z, block.from + i);
            if (z.compare(VectorOperators.GT, edge).anyTrue()) {
                addHigh(block, terms, quantities, i);
            }
        }
    }

    private void addHigh(Block block, BlockTerms terms, int quantities, int start) {
        for (int i = start; i < start + COUNT; i++) {
            float z = block.z[block.from + i];
            if (z > edges.highest(LOW - 1)) {
                int decade = edges.decade(z);
                for (int quantity = 0; quantity < quantities; quantity++) {
                    high[quantity][decade] += terms.of[quantity][i];
                }
            }
        }
    }

    void addTo(DecadeSums sums, boolean all) {
        for (Quantity quantity : Quantity.values()) {
            if (all || quantity.comesWithKl()) {
                double below = 0;
                for (int decade = 0; decade < Decades.COUNT; decade++) {
                    double value = high[quantity.ordinal()][decade];
                    if (decade < LOW) {
                        double upTo = Lanes.sum(low, quantity.ordinal() * LOW + decade);
                        value = upTo - below;
                        below = upTo;
                    }
                    sums.add(quantity, decade, value);
                }
            }
        }
    }
}
