package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Set;

/**
 * Takes apart ONNX Runtime's fused additions and norms ({@code SkipLayerNormalization}, {@code SkipSimplifiedLayerNormalization}), of
 * which the residual stream of an optimised graph is made. In the fused node the stream is a result beside the norm's, so another value
 * in its place would not reach the norm; the last one often does not give it at all.
 */
final class SkipNorms {
    private static final String LAYER = "SkipLayerNormalization";
    private static final String RMS = "SkipSimplifiedLayerNormalization";
    /** Of the outputs: the norm, two statistics that only training reads, and the sum. */
    private static final int SUM = 3;

    private SkipNorms() {}

    static OnnxGraph apart(OnnxGraph graph) {
        GraphEditor editor = new GraphEditor(graph);
        boolean found = false;
        for (int n = 0; n < graph.size(); n++) {
            if (Set.of(LAYER, RMS).contains(graph.node(n).getOpType()) && !givesStatistics(graph.node(n))) {
                split(graph, n, editor);
                found = true;
            }
        }
        return found ? graph.with(editor) : graph;
    }

    private static boolean givesStatistics(NodeProto node) {
        return !output(node, 1).isEmpty() || !output(node, 2).isEmpty();
    }

    private static void split(OnnxGraph graph, int n, GraphEditor editor) {
        NodeProto node = graph.node(n);
        boolean rms = node.getOpType().equals(RMS);
        String sum = output(node, SUM).isEmpty() ? node.getOutput(0) + "/sum" : output(node, SUM);
        String bias = input(node, rms ? 3 : 4);
        String one = node.getInput(0);
        String two = node.getInput(1);
        if (!bias.isEmpty()) { // that of the branch, which is what depends on the other
            boolean swapped = graph.dependsOn(one, two);
            String biased = sum + "/biased";
            editor.before(n, Insertion.node("Add", biased, swapped ? one : two, bias));
            one = swapped ? two : one;
            two = biased;
        }
        editor.before(n, Insertion.node("Add", sum, one, two));
        NodeProto.Builder norm = editor.node(n)
                .setOpType(rms ? "SimplifiedLayerNormalization" : "LayerNormalization")
                .clearDomain()
                .clearInput()
                .addInput(sum)
                .addInput(node.getInput(2));
        if (!rms && !input(node, 3).isEmpty()) {
            norm.addInput(input(node, 3));
        }
        norm.clearOutput()
                .addOutput(node.getOutput(0))
                .clearAttribute()
                .addAttribute(AttributeProto.newBuilder()
                        .setName("axis")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(-1));
        node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("epsilon"))
                .forEach(norm::addAttribute);
    }

    private static String input(NodeProto node, int i) {
        return i < node.getInputCount() ? node.getInput(i) : "";
    }

    private static String output(NodeProto node, int i) {
        return i < node.getOutputCount() ? node.getOutput(i) : "";
    }
}
