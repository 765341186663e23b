package org.noisefloor.backend.onnx;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Operators that look at all sequences and positions of a batch at once, padding included. */
final class Mixing {
    /** Their scale is that of the largest and the smallest number of the whole tensor (ONNX and ONNX Runtime, the operators' pages). */
    private static final Set<String> ONE_SCALE =
            Set.of("DynamicQuantizeLinear", "DynamicQuantizeMatMul", "DynamicQuantizeLSTM");

    private Mixing() {}

    /** What a graph has of them, as a clause. */
    static Optional<String> of(OnnxGraph graph) {
        Set<String> found = new TreeSet<>();
        for (int n = 0; n < graph.size(); n++) {
            if (ONE_SCALE.contains(graph.node(n).getOpType())) {
                found.add(graph.node(n).getOpType());
            }
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(" and ", found) + (found.size() == 1 ? " takes" : " take")
                        + " one scale over all sequences and positions of a batch, padding included");
    }
}
