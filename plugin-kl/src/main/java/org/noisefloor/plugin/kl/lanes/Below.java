package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import jdk.incubator.vector.FloatVector;
import org.noisefloor.plugin.kl.exact.Edges;

/**
 * Which tokens are at or below the ends of three low decades of p: 1 or 0, and how many. A sum over those is then a product and an
 * addition in one step, on any processor, and no quantity compares again.
 */
final class Below extends Stage {
    /** How many decades one of these looks at. */
    static final int DECADES = 3;

    private final int decade;
    private final Edges edges;
    private final Stripes counts;
    private final int at;

    /**
     * @param decade the first of the three
     * @param counts takes how many tokens there are
     * @param at the first of the three counts
     */
    Below(int decade, Edges edges, Stripes counts, int at) {
        this.decade = decade;
        this.edges = edges;
        this.counts = counts;
        this.at = at * STRIPES;
    }

    @Override
    void run(Block block) {
        float end0 = edges.highest(decade);
        float end1 = edges.highest(decade + 1);
        float end2 = edges.highest(decade + 2);
        float[] partial = counts.ofBlock;
        float[] logits = block.z;
        float[] below0 = block.in[decade];
        float[] below1 = block.in[decade + 1];
        float[] below2 = block.in[decade + 2];
        int from = block.from;
        int length = block.length;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector count0 = FloatVector.zero(FLOATS);
            FloatVector count1 = count0;
            FloatVector count2 = count0;
            for (int i = stripe; i < length; i += STRIPES) {
                FloatVector z = FloatVector.fromArray(FLOATS, logits, from + i);
                FloatVector in0 = Lanes.atOrBelow(end0, z);
                FloatVector in1 = Lanes.atOrBelow(end1, z);
                FloatVector in2 = Lanes.atOrBelow(end2, z);
                in0.intoArray(below0, i);
                in1.intoArray(below1, i);
                in2.intoArray(below2, i);
                count0 = in0.add(count0);
                count1 = in1.add(count1);
                count2 = in2.add(count2);
            }
            int to = at + stripe;
            Lanes.store(count0, partial, to);
            Lanes.store(count1, partial, to + STRIPES);
            Lanes.store(count2, partial, to + 2 * STRIPES);
        }
    }
}
