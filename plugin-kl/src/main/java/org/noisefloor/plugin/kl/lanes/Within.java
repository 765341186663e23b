package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.noisefloor.plugin.kl.exact.Edges;

/** Which tokens are in each of the three high decades of p: 1 or 0. */
final class Within extends Stage {
    private final Edges edges;

    Within(Edges edges) {
        this.edges = edges;
    }

    @Override
    void run(Block block) {
        float end0 = edges.highest(LowDecades.COUNT - 1);
        float end1 = edges.highest(LowDecades.COUNT);
        float end2 = edges.highest(LowDecades.COUNT + 1);
        float[] logits = block.z;
        float[] in0 = block.in[LowDecades.COUNT];
        float[] in1 = block.in[LowDecades.COUNT + 1];
        float[] in2 = block.in[LowDecades.COUNT + 2];
        int from = block.from;
        int length = block.length;
        for (int i = 0; i < length; i += COUNT) {
            FloatVector z = FloatVector.fromArray(FLOATS, logits, from + i);
            FloatVector below0 = Lanes.atOrBelow(end0, z);
            FloatVector below1 = Lanes.atOrBelow(end1, z);
            FloatVector below2 = Lanes.atOrBelow(end2, z);
            below1.sub(below0).intoArray(in0, i);
            below2.sub(below1).intoArray(in1, i);
            FloatVector.broadcast(FLOATS, 1).sub(below2).intoArray(in2, i);
        }
        int tokens = block.tokens();
        if (length > tokens) {
            Arrays.fill(in2, tokens, length, 0); // the padding is in no decade
        }
    }
}
