package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Layer norms as ONNX Runtime computes them well: the mean is taken off, then an RMS norm takes the rest. Its own kernel updates mean and
 * variance value by value, with a division for each, which takes four times as long, and loses digits where the mean is large beside the
 * deviation (1.28.0; findings/onnxruntime-layer-norms.sh).
 */
final class LayerNorms {
    private static final String LAYER = "LayerNormalization";
    /** From here on axes are an input of ReduceMean, before they are an attribute. */
    private static final int AXES_READ = 18;

    private LayerNorms() {}

    /** @param graph in which every number is float32 */
    static OnnxGraph writtenOut(OnnxGraph graph) {
        GraphEditor editor = new GraphEditor(graph);
        for (int n = 0; n < graph.size(); n++) {
            if (isUsual(graph, graph.node(n))) {
                writeOut(graph, n, editor);
            }
        }
        return graph.with(editor);
    }

    /** Over the last dimension, with weights of one dimension, and nobody reads its statistics. */
    private static boolean isUsual(OnnxGraph graph, NodeProto node) {
        return node.getOpType().equals(LAYER)
                && node.getOutputList().stream().filter(name -> !name.isEmpty()).count() == 1
                && node.getInputList().stream().skip(1).allMatch(name -> isRow(graph, name))
                && node.getAttributeList().stream()
                        .allMatch(attribute -> !attribute.getName().equals("axis") || attribute.getI() == -1);
    }

    private static boolean isRow(OnnxGraph graph, String weight) {
        return graph.weight(weight).map(TensorProto::getDimsCount).orElse(0) == 1;
    }

    private static void writeOut(OnnxGraph graph, int n, GraphEditor editor) {
        NodeProto norm = graph.node(n);
        String normed = norm.getOutput(0);
        String mean = graph.unused(normed + "/mean");
        String centred = graph.unused(normed + "/centred");
        boolean biased = norm.getInputCount() > 2;
        String scaled = biased ? graph.unused(normed + "/scaled") : normed;
        List<NodeProto> nodes = new ArrayList<>();
        nodes.add(mean(graph, mean, norm.getInput(0), graph.unused(normed + "/axes"), editor));
        nodes.add(Insertion.node("Sub", centred, norm.getInput(0), mean).build());
        nodes.add(norm.toBuilder()
                .setName(scaled)
                .setOpType("SimplifiedLayerNormalization")
                .clearInput()
                .addAllInput(List.of(centred, norm.getInput(1)))
                .clearOutput() // of its statistics some exporters write empty names
                .addOutput(scaled)
                .build());
        if (biased) {
            nodes.add(Insertion.node("Add", normed, scaled, norm.getInput(2)).build());
        }
        editor.replace(n, nodes);
    }

    private static NodeProto mean(OnnxGraph graph, String mean, String of, String axes, GraphEditor editor) {
        NodeProto.Builder node = Insertion.node("ReduceMean", mean, of);
        if (graph.version() < AXES_READ) {
            return node.addAttribute(AttributeProto.newBuilder()
                            .setName("axes")
                            .setType(AttributeProto.AttributeType.INTS)
                            .addInts(-1))
                    .build();
        }
        editor.weight(Insertion.sizes(axes, -1));
        return node.addInput(axes).build();
    }
}
