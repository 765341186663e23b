package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
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
        FloatVector none = FloatVector.zero(FLOATS);
        for (int i = 0; i < length; i += COUNT) {
            FloatVector z = FloatVector.fromArray(FLOATS, logits, from + i);
            FloatVector above0 = none.blend(1, z.compare(VectorOperators.GT, end0));
            FloatVector above1 = none.blend(1, z.compare(VectorOperators.GT, end1));
            FloatVector above2 = none.blend(1, z.compare(VectorOperators.GT, end2));
            above0.sub(above1).intoArray(in0, i);
            above1.sub(above2).intoArray(in1, i);
            above2.intoArray(in2, i);
        }
        int tokens = block.tokens();
        if (length > tokens) {
            Arrays.fill(in2, tokens, length, 0); // the padding is in no decade
        }
    }
}
