package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.BLOCK;
import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.plugin.kl.exact.DecadeSums;
import org.noisefloor.plugin.kl.exact.Edges;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * The sums above the low decades, of each decade by itself: what no probability weighs has nearly all of its sum below, so that differences would
 * lose its digits. Few tokens of a block are found first and then added one by one in float64; many by loops over all of it.
 */
final class HighDecades extends Stage {
    /** One bit each: those of the lanes of a mask together are the mask. {@code VectorMask.toLong} is slow on JDK 17. */
    private static final FloatVector BITS = FloatVector.fromArray(FLOATS, bits(), 0);

    private static final int DECADES = Decades.COUNT - LowDecades.COUNT;

    /** From so many in a block on, loops over all of it are quicker: 24 of {@link Lanes#BLOCK} tokens. */
    private static final int MANY = 24;

    private final List<Quantity> quantities;
    private final Edges edges;
    private final LowDecades low;
    /** Of blocks that have few, [decade, quantity]. */
    private final double[][] totals;
    /** Of blocks that have many. */
    private final SumsByDecade sumsOfMany;

    private final Stage[] many;

    private final int[] found = new int[BLOCK];
    private final float[][] terms;

    /** @param low has looked at a block before */
    HighDecades(List<Quantity> quantities, Edges edges, LowDecades low) {
        this.quantities = quantities;
        this.edges = edges;
        this.low = low;
        this.totals = new double[Decades.COUNT][quantities.size()];
        this.terms = new float[quantities.size()][];
        this.sumsOfMany = new SumsByDecade(quantities, LowDecades.COUNT, DECADES);
        List<Stage> stages = new ArrayList<>(List.of(new Within(edges)));
        stages.addAll(sumsOfMany.stages());
        stages.add(sumsOfMany.sum());
        this.many = stages.toArray(Stage[]::new);
    }

    private static float[] bits() {
        float[] bits = new float[COUNT];
        for (int lane = 0; lane < COUNT; lane++) {
            bits[lane] = Float.intBitsToFloat(1 << lane);
        }
        return bits;
    }

    void clear() {
        sumsOfMany.sum().clear();
        for (double[] row : totals) {
            Arrays.fill(row, 0);
        }
    }

    @Override
    void run(Block block) {
        int above = low.above(block);
        if (above >= MANY) {
            block.go(many);
        } else if (above > 0) {
            addOneByOne(block);
        }
    }

    private void addOneByOne(Block block) {
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
        while (count > 0 && found[count - 1] >= block.tokens()) {
            count--; // padding
        }
        return count;
    }

    void addTo(DecadeSums sums) {
        for (int i = 0; i < terms.length; i++) {
            for (int d = 0; d < DECADES; d++) {
                int decade = LowDecades.COUNT + d;
                sums.add(quantities.get(i), decade, totals[decade][i] + sumsOfMany.total(i, d));
            }
        }
    }
}
