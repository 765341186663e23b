package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Collection;
import java.util.List;

/**
 * What exporters put behind a softmax, p ↦ Where(IsNaN(p), 0, p), in one pass over the pattern. A position that may look at none has NaN there, and gets zeros. As
 * p is nowhere below zero, it is the same to the bit as ThresholdedRelu(p) with a threshold of zero, which gives p where it is above and else 0: the
 * comparison fails for NaN (ONNX, operator ThresholdedRelu). ONNX Runtime makes five passes of the two nodes (1.28.0).
 */
final class SoftmaxGuards {
    /** The first version with ThresholdedRelu. */
    private static final int THRESHOLDED = 10;

    private SoftmaxGuards() {}

    /**
     * @param graph in which every number is float32
     * @param sites the tensors in whose place others may be put, also ones with numbers below zero
     */
    static OnnxGraph inOnePass(OnnxGraph graph, Collection<String> sites) {
        GraphEditor editor = new GraphEditor(graph);
        for (int n = 0; n < graph.size() && graph.version() >= THRESHOLDED; n++) {
            if (isGuard(graph, graph.node(n), sites)) {
                editor.replace(n, List.of(thresholded(graph.node(n))));
                int asked = graph.maker(graph.node(n).getInput(0)).orElseThrow();
                if (graph.readers(graph.node(n).getInput(0)).size() == 1) {
                    editor.replace(asked, List.of());
                }
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
                && isMadeBy("Softmax", pattern, graph)
                && isMadeBy("IsNaN", where.getInput(0), graph)
                && graph.maker(where.getInput(0))
                        .map(graph::node)
                        .orElseThrow()
                        .getInput(0)
                        .equals(pattern)
                && graph.number(where.getInput(1)).filter(zero -> zero == 0).isPresent();
    }

    private static boolean isMadeBy(String operator, String tensor, OnnxGraph graph) {
        return graph.maker(tensor)
                .map(graph::node)
                .filter(node -> node.getOpType().equals(operator))
                .isPresent();
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
