package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * ONNX Runtime's fused additions and norms ({@code SkipLayerNormalization}, {@code SkipSimplifiedLayerNormalization}), of which the
 * residual stream of an optimised graph is made. In the fused node the stream is a result beside the norm's, so another value in its
 * place would not reach the norm; the last one often does not give it at all. So they are taken apart to be understood, and where the graph
 * is cut; everywhere else they stay together, since in half precision the fused node rounds in other places.
 */
final class SkipNorms {
    private static final String LAYER = "SkipLayerNormalization";
    private static final String RMS = "SkipSimplifiedLayerNormalization";
    /** That of a fused node which names none; other norms then take 1e-5 (ONNX Runtime 1.28.0, findings/onnxruntime-skip-norms-epsilon.sh). */
    private static final AttributeProto EPSILON = AttributeProto.newBuilder()
            .setName("epsilon")
            .setType(AttributeProto.AttributeType.FLOAT)
            .setF(1e-12f)
            .build();

    /** Of the outputs: the norm, two statistics that only training reads, and the sum. */
    private static final int SUM = 3;

    private final OnnxGraph fused;
    private final Map<Integer, List<NodeProto>> parts = new TreeMap<>();

    SkipNorms(OnnxGraph fused) {
        this.fused = fused;
        for (int n = 0; n < fused.size(); n++) {
            NodeProto node = fused.node(n);
            if (Set.of(LAYER, RMS).contains(node.getOpType()) && !givesStatistics(node)) {
                parts.put(n, split(fused, node));
            }
        }
    }

    /** The graph with additions and norms as nodes of their own. */
    OnnxGraph apart() {
        return fused.with(parts);
    }

    /**
     * Puts together again what nothing has changed and no cut divides.
     *
     * @param edited made of {@link #apart}
     * @param cut the tensors at which it is cut
     */
    OnnxGraph together(OnnxGraph edited, Collection<String> cut) {
        Map<Integer, List<NodeProto>> again = new TreeMap<>();
        parts.forEach((n, apart) -> {
            List<NodeProto> sums = apart.subList(0, apart.size() - 1);
            boolean whole = apart.stream()
                    .allMatch(part -> edited.maker(part.getOutput(0))
                            .map(edited::node)
                            .filter(part::equals)
                            .isPresent());
            if (whole && sums.stream().noneMatch(sum -> cut.contains(sum.getOutput(0)))) {
                apart.forEach(part -> again.put(edited.maker(part.getOutput(0)).orElseThrow(), List.of()));
                again.put(edited.maker(apart.get(0).getOutput(0)).orElseThrow(), List.of(fused.node(n)));
            }
        });
        return edited.with(again);
    }

    private static List<NodeProto> split(OnnxGraph graph, NodeProto node) {
        List<NodeProto> apart = new ArrayList<>();
        boolean rms = node.getOpType().equals(RMS);
        String sum = output(node, SUM).isEmpty() ? graph.unused(node.getOutput(0) + "/sum") : output(node, SUM);
        String bias = input(node, rms ? 3 : 4);
        String one = node.getInput(0);
        String two = node.getInput(1);
        if (!bias.isEmpty()) { // that of the branch, which is what depends on the other
            boolean swapped = graph.dependsOn(one, two);
            String biased = graph.unused(sum + "/biased");
            apart.add(Insertion.node("Add", biased, swapped ? one : two, bias).build());
            one = swapped ? two : one;
            two = biased;
        }
        apart.add(Insertion.node("Add", sum, one, two).build());
        NodeProto.Builder norm = node.toBuilder()
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
        norm.addAttribute(OnnxGraph.attribute(node, "epsilon").orElse(EPSILON));
        apart.add(norm.build());
        return List.copyOf(apart);
    }

    private static boolean givesStatistics(NodeProto node) {
        return !output(node, 1).isEmpty() || !output(node, 2).isEmpty();
    }

    private static String input(NodeProto node, int i) {
        return i < node.getInputCount() ? node.getInput(i) : "";
    }

    private static String output(NodeProto node, int i) {
        return i < node.getOutputCount() ? node.getOutput(i) : "";
    }
}
