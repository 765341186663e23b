package org.noisefloor.plugin.kl;

import static org.noisefloor.plugin.kl.Lanes.COUNT;
import static org.noisefloor.plugin.kl.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.Lanes.STRIPES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
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
        int quantities = all ? QUANTITIES : Quantity.WITH_KL;
        for (int quantity = 0; quantity < quantities; quantity++) {
            addLow(block, terms.of[quantity], quantity * LOW * STRIPES);
        }
        Lanes.addTo(low, partial, quantities * LOW * STRIPES);
        addHigh(block, terms, quantities);
    }

    /** One quantity at a time: JDK 17's compiler gives up on larger loops. */
    private void addLow(Block block, float[] terms, int at) {
        float edge0 = edges.highest(0);
        float edge1 = edges.highest(1);
        float edge2 = edges.highest(2);
        float edge3 = edges.highest(3);
        float edge4 = edges.highest(4);
        float[] logits = block.z;
        int from = block.from;
        int length = block.length;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector sum0 = FloatVector.zero(FLOATS);
            FloatVector sum1 = sum0;
            FloatVector sum2 = sum0;
            FloatVector sum3 = sum0;
            FloatVector sum4 = sum0;
            for (int i = stripe; i < length; i += STRIPES) {
                FloatVector z = FloatVector.fromArray(FLOATS, logits, from + i);
                FloatVector term = FloatVector.fromArray(FLOATS, terms, i);
                sum0 = sum0.add(term, z.compare(VectorOperators.LE, edge0));
                sum1 = sum1.add(term, z.compare(VectorOperators.LE, edge1));
                sum2 = sum2.add(term, z.compare(VectorOperators.LE, edge2));
                sum3 = sum3.add(term, z.compare(VectorOperators.LE, edge3));
                sum4 = sum4.add(term, z.compare(VectorOperators.LE, edge4));
            }
            sum0.intoArray(partial, at + stripe);
            sum1.intoArray(partial, at + STRIPES + stripe);
            sum2.intoArray(partial, at + 2 * STRIPES + stripe);
            sum3.intoArray(partial, at + 3 * STRIPES + stripe);
            sum4.intoArray(partial, at + 4 * STRIPES + stripe);
        }
    }

    private void addHigh(Block block, BlockTerms terms, int quantities) {
        float edge = edges.highest(LOW - 1);
        for (int i = 0; i < block.length; i += COUNT) {
            FloatVector z = FloatVector.fromArray(FLOATS, block.z, block.from + i);
            for (long lanes = z.compare(VectorOperators.GT, edge).toLong(); lanes != 0; lanes &= lanes - 1) {
                addHigh(block, terms, quantities, i + Long.numberOfTrailingZeros(lanes));
            }
        }
    }

    private void addHigh(Block block, BlockTerms terms, int quantities, int i) {
        int decade = edges.decade(block.z[block.from + i]);
        for (int quantity = 0; quantity < quantities; quantity++) {
            high[quantity][decade] += terms.of[quantity][i];
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
