package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What exporters put behind a softmax, p ↦ Where(IsNaN(p), 0, p), in one pass over the pattern: a position that sees nothing has NaN
 * there, and gets zeros. Since p is nowhere below zero, ThresholdedRelu(p) with a threshold of zero is the same to the bit. It gives p where
 * that is above the threshold and else 0 (ONNX, operator ThresholdedRelu), and NaN is not above it. The two nodes take ONNX Runtime longer
 * than the softmax (1.28.0; findings/onnxruntime-guards-cost-more-than-softmax.sh).
 */
final class SoftmaxGuards {
    /** The first version with ThresholdedRelu. */
    private static final int THRESHOLDED = 10;

    private SoftmaxGuards() {}

    /**
     * What asks for NaN stays, and falls away with all that no logit depends on.
     *
     * @param graph in which every number is float32
     * @param sites the tensors in whose place others may be put, also ones with numbers below zero
     */
    static OnnxGraph inOnePass(OnnxGraph graph, Collection<String> sites) {
        if (graph.version() < THRESHOLDED) {
            return graph;
        }
        GraphEditor editor = new GraphEditor(graph);
        for (int n = 0; n < graph.size(); n++) {
            if (isGuard(graph, graph.node(n), sites)) {
                editor.replace(n, List.of(thresholded(graph.node(n))));
            }
        }
        return graph.with(editor);
    }

    private static boolean isGuard(OnnxGraph graph, NodeProto where, Collection<String> sites) {
        if (!where.getOpType().equals("Where")) {
            return false;
        }
        String pattern = where.getInput(2);
        return !sites.contains(pattern)
                && maker("Softmax", pattern, graph).isPresent()
                && maker("IsNaN", where.getInput(0), graph)
                        .filter(asks -> asks.getInput(0).equals(pattern))
                        .isPresent()
                && graph.isFlat(where.getInput(1))
                && graph.number(where.getInput(1))
                        .filter(zero -> Float.compare(zero, 0f) == 0)
                        .isPresent();
    }

    private static Optional<NodeProto> maker(String operator, String tensor, OnnxGraph graph) {
        return graph.maker(tensor)
                .map(graph::node)
                .filter(node -> node.getOpType().equals(operator));
    }

    private static NodeProto thresholded(NodeProto where) {
        return where.toBuilder()
                .setOpType("ThresholdedRelu")
                .clearInput()
                .addInput(where.getInput(2))
                .clearAttribute()
                .addAttribute(AttributeProto.newBuilder()
                        .setName("alpha")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(0))
                .build();
    }
}
