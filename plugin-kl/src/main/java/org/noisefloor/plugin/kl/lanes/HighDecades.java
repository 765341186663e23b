package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.BLOCK;
import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.plugin.kl.exact.DecadeSums;
import org.noisefloor.plugin.kl.exact.Edges;
import org.noisefloor.plugin.kl.exact.Quantity;

/** The sums above the low decades: few tokens, found first and then added one by one in float64. */
final class HighDecades implements Stage {
    /** One bit each: those of the lanes of a mask together are the mask. {@code VectorMask.toLong} is slow on JDK 17. */
    private static final FloatVector BITS = FloatVector.fromArray(FLOATS, bits(), 0);

    private final List<Quantity> quantities;
    private final Edges edges;
    /** [decade, quantity]. */
    private final double[][] totals;

    private final int[] found = new int[BLOCK];
    private final float[][] terms;

    HighDecades(List<Quantity> quantities, Edges edges) {
        this.quantities = quantities;
        this.edges = edges;
        this.totals = new double[Decades.COUNT][quantities.size()];
        this.terms = new float[quantities.size()][];
    }

    private static float[] bits() {
        float[] bits = new float[COUNT];
        for (int lane = 0; lane < COUNT; lane++) {
            bits[lane] = Float.intBitsToFloat(1 << lane);
        }
        return bits;
    }

    void clear() {
        for (double[] row : totals) {
            Arrays.fill(row, 0);
        }
    }

    @Override
    public void run(Block block) {
        int count = find(block);
        for (int i = 0; i < terms.length; i++) {
            terms[i] = block.terms(quantities.get(i));
        }
        for (int n = 0; n < count; n++) {
            int token = found[n];
            add(token, totals[edges.decade(block.z[block.from + token], LowDecades.COUNT)]);
        }
    }

    /** All quantities of a token: sums that do not wait for one another. */
    private void add(int token, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += terms[i][token];
        }
    }

    private int find(Block block) {
        float edge = edges.highest(LowDecades.COUNT - 1);
        float[] logits = block.z;
        int from = block.from;
        int length = block.length;
        int count = 0;
        for (int i = 0; i < length; i += COUNT) {
            VectorMask<Float> above =
                    FloatVector.fromArray(FLOATS, logits, from + i).compare(VectorOperators.GT, edge);
            if (above.anyTrue()) {
                int lanes = FloatVector.zero(FLOATS)
                        .blend(BITS, above)
                        .reinterpretAsInts()
                        .reduceLanes(VectorOperators.OR);
                for (; lanes != 0; lanes &= lanes - 1) {
                    found[count] = i + Integer.numberOfTrailingZeros(lanes);
                    count++;
                }
            }
        }
        return count;
    }

    void addTo(DecadeSums sums) {
        for (int i = 0; i < terms.length; i++) {
            for (int decade = LowDecades.COUNT; decade < Decades.COUNT; decade++) {
                sums.add(quantities.get(i), decade, totals[decade][i]);
            }
        }
    }
}
